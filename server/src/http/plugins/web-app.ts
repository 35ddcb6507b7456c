import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BoxOffices } from '../../box-office/box-offices.ts';
import type { AppSettings } from '../app-deps.ts';
import { addEventPages } from '../pages/event-pages.ts';
import { ProblemError } from '../problem.ts';
import { eventOfPage, Pages } from './pages.ts';

/** Addresses that are the server's own, where an unknown one is never a page of the web app. */
const API_PATH = /^\/(api|fcfs|docs)(\/|$|\?)/;
const PAGE_POLICY = "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";
const FALLBACK = '200.html';
/** Files whose names are hashes of their contents, as the build makes them. */
const IMMUTABLE = /^[\\/](_app[\\/]immutable[\\/]|embed[\\/]jari-hall\.[0-9a-f]{16}\.js$)/;
/** What helmet says about pages, and what is idle talk with a script or a picture. */
const ONLY_ON_PAGES = [
  'content-security-policy',
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
];
/** The door reads tickets with the camera; no other page needs any of these. The gateway says the same. */
const DOOR = /^\/door(\/|$|\?)/;
const permissionsOf = (url: string) =>
  `camera=${DOOR.test(url) ? '(self)' : '()'}, geolocation=(), microphone=()`;
/** The organiser's console and the door: found by nobody who was not told, and kept by nothing on the way. */
const BACKSTAGE = /^\/(admin|door)(\/|$|\?)/;
const NO_APP =
  'Jari’s API is running. The web app has not been built; see /docs for the API, or run the build and start again.\n';

/**
 * The web app's files, and what unknown addresses get: a page's address, asked for by a browser, the app,
 * which knows its own pages; anything else, a problem.
 *
 * The policy in our header says nothing about scripts: SvelteKit writes its own into each page, with the
 * hashes of the inline script that starts it, and of two policies the stricter part of each counts. What a
 * page cannot say about itself (who may frame it) is said here.
 *
 * An address that is no page, and a page about an event that does not exist, show the app, too, which says so in
 * the visitor's language; but the status is 404.
 */
export async function addWebApp(
  app: FastifyInstance,
  settings: AppSettings,
  offices: Pick<BoxOffices, 'get'>,
): Promise<void> {
  const folder = settings.webFolder;
  const hasApp = folder !== undefined && existsSync(folder);
  const hasFallback = hasApp && existsSync(join(folder, FALLBACK));

  // A context of its own, so that the headers for pages stay off the API.
  await app.register(async (web) => {
    await web.register(helmet, {
      // Helmet insists on a default for scripts.
      contentSecurityPolicy: false,
      strictTransportSecurity: settings.isSecureCookie,
    });
    web.addHook('onRequest', (_request, reply, done) => {
      // The same address has a body for each encoding.
      reply.header('content-security-policy', PAGE_POLICY).header('vary', 'accept-encoding');
      done();
    });
    web.addHook('onSend', (request, reply, _payload, done) => {
      if (!String(reply.getHeader('content-type')).startsWith('text/html')) {
        for (const name of ONLY_ON_PAGES) reply.removeHeader(name);
      } else {
        reply.header('permissions-policy', permissionsOf(request.url));
        if (BACKSTAGE.test(request.url)) {
          reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex, nofollow');
        }
      }
      done();
    });
    if (hasApp) {
      addEventPages(web, folder, offices, settings.timeZone);
      await web.register(fastifyStatic, {
        root: folder,
        preCompressed: true,
        cacheControl: false,
        schemaHide: true,
        setHeaders: (response, path) => {
          response.setHeader('cache-control', cacheControl(path.slice(folder.length)));
        },
      });
    } else {
      web.get('/', { schema: { hide: true } }, (_request, reply) =>
        reply.header('content-type', 'text/plain; charset=utf-8').send(NO_APP),
      );
    }
    const pages = hasFallback ? Pages.in(folder) : undefined;
    web.setNotFoundHandler((request, reply) => {
      if (pages === undefined || !wantsPage(request)) {
        throw new ProblemError('not_found', { detail: 'There is nothing at this address.' });
      }
      const path = request.url.split('?', 1)[0] ?? '';
      const event = eventOfPage(path);
      const send = (isKnown: boolean) => reply.code(isKnown ? 200 : 404).sendFile(FALLBACK);
      if (event === undefined || !pages.has(path)) return send(pages.has(path));
      void mayExist(event, offices).then(send);
      return;
    });
  });
}

/** When the ledger can't be asked, the page is shown all the same. */
async function mayExist(eventId: string, offices: Pick<BoxOffices, 'get'>): Promise<boolean> {
  try {
    return (await offices.get(eventId)) !== undefined;
  } catch {
    return true;
  }
}

function wantsPage(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  return !API_PATH.test(request.url) && (request.headers.accept ?? '').includes('text/html');
}

/** Files whose names are hashes of their contents never change; everything else is asked for again. */
function cacheControl(path: string): string {
  return IMMUTABLE.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
