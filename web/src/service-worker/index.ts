import { build, files, version } from '$service-worker';
import { policyFor } from './policy.ts';

/**
 * Keeps the app itself on the device, so that a ticket that was opened once opens without a network. It keeps
 * no answer of the API: what a page shows of a hall is what the server says, or that it can't be reached. The
 * tickets themselves are kept by the page (lib/tickets/kept-tickets.ts). Why so: docs/adr, "An app that opens
 * without a network".
 */
const worker = globalThis.self as unknown as ServiceWorkerGlobalScope;

/** Every version has a store of its own, and so its own shell with its own scripts. */
const PREFIX = 'jari-shell-';
const STORE = `${PREFIX}${version}`;
/** The page that starts the app at any address. */
const SHELL_PAGE = '/200.html';
/** Pictures for other sites' previews, which no page of ours shows. */
const NOT_SHOWN = /^\/(og-|robots\.txt$)/;
const shell = new Set([...build, ...files.filter((file) => !NOT_SHOWN.test(file))]);
/** Where the network is there but silent, as in a full hall, a shell that is here serves better. */
const PATIENCE_MS = 4_000;

worker.addEventListener('install', (event) => {
  // A worker without the whole shell would be of no use; then the old one stays, and the next visit tries again.
  event.waitUntil(
    caches
      .open(STORE)
      .then((store) =>
        store.addAll([...shell, SHELL_PAGE].map((path) => new Request(path, { cache: 'reload' }))),
      )
      // Pages ask the network first and scripts are named by their contents, so that the newest worker serves
      // pages of an older version as well as its own did: none has to wait for all tabs to be closed.
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith(PREFIX) && name !== STORE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { method, mode } = request;
  const policy = policyFor({ method, mode, url: new URL(request.url) }, worker.location.origin, shell);
  if (policy === 'page') event.respondWith(freshOr(request, SHELL_PAGE, PATIENCE_MS));
  else if (policy === 'fresh')
    event.respondWith(freshOr(request, new URL(request.url).pathname, PATIENCE_MS));
  else if (policy === 'kept') event.respondWith(keptOr(request));
});

/** What the network says; what is kept under `path` when it says nothing. */
async function freshOr(request: Request, path: string, patienceMs: number): Promise<Response> {
  const fetched = fetch(request);
  fetched.catch(() => undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const impatient = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The network is silent.')), patienceMs);
  });
  try {
    return await Promise.race([fetched, impatient]);
  } catch {
    const kept = await (await caches.open(STORE)).match(path);
    // The network may still answer; without anything kept it is waited for as long as it takes.
    return kept ?? fetched;
  } finally {
    clearTimeout(timer);
  }
}

async function keptOr(request: Request): Promise<Response> {
  const kept = await (await caches.open(STORE)).match(request.url);
  return kept ?? fetch(request);
}
