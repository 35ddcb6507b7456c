import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { later } from './support/fake-server.ts';

/** By its address: it is of another world than pages are, and its types are checked there. */
const WORKER = new URL('../src/service-worker/index.ts', import.meta.url).pathname;
const ORIGIN = 'https://tickets.example';

/** What the device keeps: of each store its name, and by address what was answered. */
let stores: Map<string, Map<string, string>>;
let listeners: Map<string, (event: object) => void>;
/** What the worker did of itself, in its order. */
let did: string[];
/** What the network says; undefined: there is none. */
let network: (address: string) => Promise<string> | undefined;

const pathOf = (what: string | { readonly url: string }) =>
  new URL(typeof what === 'string' ? what : what.url, ORIGIN).pathname;

function storeOf(name: string) {
  const kept = stores.get(name) ?? new Map<string, string>();
  stores.set(name, kept);
  return {
    addAll: async (requests: readonly { readonly url: string; readonly cache: string }[]) => {
      for (const request of requests) {
        expect(request.cache).toBe('reload');
        const said = await network(pathOf(request));
        if (said === undefined) throw new TypeError('fetch failed');
        kept.set(pathOf(request), said);
      }
    },
    match: (what: string | { readonly url: string }) => Promise.resolve(kept.get(pathOf(what))),
  };
}

beforeEach(async () => {
  vi.useFakeTimers();
  stores = new Map();
  listeners = new Map();
  did = [];
  network = (path) => Promise.resolve(`network ${path}`);
  vi.stubGlobal('self', {
    addEventListener: (what: string, listener: (event: object) => void) => listeners.set(what, listener),
    location: { origin: ORIGIN },
    skipWaiting: () => Promise.resolve(did.push('skip waiting')),
    clients: { claim: () => Promise.resolve(did.push('claim')) },
  });
  vi.stubGlobal('caches', {
    open: (name: string) => Promise.resolve(storeOf(name)),
    keys: () => Promise.resolve([...stores.keys()]),
    delete: (name: string) => Promise.resolve(stores.delete(name)),
  });
  // A path alone is no address outside of a browser.
  vi.stubGlobal(
    'Request',
    class {
      constructor(
        readonly url: string,
        readonly init: { readonly cache: string },
      ) {}
      get cache() {
        return this.init.cache;
      }
    },
  );
  vi.stubGlobal('fetch', (request: { readonly url: string }) => {
    const said = network(pathOf(request));
    return said ?? Promise.reject(new TypeError('fetch failed'));
  });
  vi.resetModules();
  await import(/* @vite-ignore */ WORKER);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What comes of an event that the browser waits for. */
async function happens(what: 'install' | 'activate'): Promise<void> {
  let waiting: Promise<unknown> | undefined;
  listeners.get(what)?.({ waitUntil: (until: Promise<unknown>) => (waiting = until) });
  await waiting;
}
/** What the worker answers; undefined where it leaves the request to the browser. */
function asks(path: string, { mode = 'cors', method = 'GET' } = {}): Promise<unknown> | undefined {
  let answer: Promise<unknown> | undefined;
  listeners.get('fetch')?.({
    request: { url: ORIGIN + path, mode, method },
    respondWith: (response: Promise<unknown>) => (answer = response),
  });
  return answer;
}
const page = (path: string) => asks(path, { mode: 'navigate' });
const START = '/_app/immutable/start.js';

describe('The app on a device', () => {
  it('is kept whole in a store of its version, but for what no page shows', async () => {
    await happens('install');
    expect([...(stores.get('jari-shell-7')?.keys() ?? [])]).toEqual([START, '/favicon.svg', '/200.html']);
    expect(did).toEqual(['skip waiting']);
  });

  it('is not there where a part of it could not be had, and the former worker stays', async () => {
    network = (path) => (path === '/favicon.svg' ? undefined : Promise.resolve('here'));
    await expect(happens('install')).rejects.toThrow();
    expect(did).toEqual([]);
  });

  it('is of one version only, and leaves alone what others keep', async () => {
    for (const name of ['jari-shell-6', 'jari-shell-7', 'tickets', 'other-shell-6'])
      stores.set(name, new Map());
    await happens('activate');
    expect([[...stores.keys()], did]).toEqual([['jari-shell-7', 'tickets', 'other-shell-6'], ['claim']]);
  });
});

describe('A page', () => {
  beforeEach(() => happens('install'));

  it('is what the network says, whatever is kept', async () => {
    expect(await page('/reservations/gala.1')).toBe('network /reservations/gala.1');
  });

  it('is the app as it is kept where there is no network', async () => {
    network = () => undefined;
    expect(await page('/reservations/gala.1')).toBe('network /200.html');
  });

  it('is the app as it is kept where the network is silent for four seconds, and not before', async () => {
    const silent = later<string>();
    network = () => silent.promise;
    let told: unknown;
    void page('/')?.then((answer) => (told = answer));
    await vi.advanceTimersByTimeAsync(3_999);
    expect(told).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toBe('network /200.html');
  });

  it('is waited for as long as it takes where nothing is kept', async () => {
    stores.clear();
    const silent = later<string>();
    network = () => silent.promise;
    let told: unknown;
    void page('/')?.then((answer) => (told = answer));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toBeUndefined();
    silent.come('at last');
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toBe('at last');
  });

  it('leaves no alarm behind that was answered in time', async () => {
    await page('/');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('A file of the app', () => {
  it('is the kept one where its name is of its contents, and else the network’s before the kept one', async () => {
    await happens('install');
    network = (path) => Promise.resolve(`newer ${path}`);
    expect(await asks(START)).toBe(`network ${START}`);
    expect(await asks('/favicon.svg')).toBe('newer /favicon.svg');
    network = () => undefined;
    expect(await asks('/favicon.svg')).toBe('network /favicon.svg');
  });

  it('is the network’s where it is not kept, as after the browser has cleared it', async () => {
    expect(await asks(START)).toBe(`network ${START}`);
  });

  it('is all that is kept: no answer of a server, no command, and nothing of another version', async () => {
    await happens('install');
    expect(
      ['/api/v1/events/gala/seats', '/_app/immutable/other.js', '/robots.txt'].map((path) => asks(path)),
    ).toEqual([undefined, undefined, undefined]);
    expect(asks('/', { mode: 'navigate', method: 'POST' })).toBeUndefined();
  });
});
