import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmbeddedApi, sharedEmbeddedApi } from '../../src/element/embedded-api.ts';

const SERVER = 'https://jari.example';

/** A server that knows the sessions that it has opened, and forgets them when it is told to. */
let known: Set<string>;
let asked: string[];
beforeEach(() => {
  known = new Set();
  asked = [];
  let opened = 0;
  vi.stubGlobal('fetch', (address: string, { method, headers, credentials }: RequestInit) => {
    const session = new Headers(headers).get('jari-session');
    const path = address.replace(/^.*\/api\/v1/, '');
    asked.push(`${method} ${path} by ${session} ${credentials}`);
    if (path === '/embed/session') {
      const made = `session-${++opened}`;
      known.add(made);
      return Promise.resolve(Response.json({ success: true, session: made }));
    }
    const isKnown = session !== null && known.has(session);
    return Promise.resolve(
      isKnown
        ? new Response(null, { status: 204 })
        : Response.json({ reason: 'missing_user' }, { status: 400 }),
    );
  });
});
afterEach(() => void vi.unstubAllGlobals());

/** What a tab stores, which a refresh of its page leaves as it is. */
function tabStorage() {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => void texts.set(name, text),
    removeItem: (name: string) => void texts.delete(name),
  };
}
const hold = 'GET /events/gala/hold';

describe('The session of an embedded hall', () => {
  it('is opened before the first question, sent with each, and found again after a refresh', async () => {
    const storage = tabStorage();
    const { api } = createEmbeddedApi(SERVER, storage);
    expect([await api.hold('gala'), await api.hold('gala')]).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await createEmbeddedApi(SERVER, storage).api.hold('gala')).toMatchObject({ ok: true });
    expect(asked).toEqual([
      'POST /embed/session by null omit',
      ...Array.from({ length: 3 }, () => `${hold} by session-1 omit`),
    ]);
  });

  it('is replaced once the server has forgotten it, whether it is this page’s or from before a refresh', async () => {
    const storage = tabStorage();
    const { api } = createEmbeddedApi(SERVER, storage);
    await api.hold('gala');
    for (const page of [api, createEmbeddedApi(SERVER, storage).api, api]) {
      known.clear();
      expect(await page.hold('gala')).toMatchObject({ ok: true });
    }
    expect([...storage.texts.values()]).toEqual(['session-4']);
  });

  it('is one for all halls of a page, also where they ask in the same moment', async () => {
    const storage = tabStorage();
    const halls = ['gala', 'ball'].map((event) => ({ event, ...sharedEmbeddedApi(SERVER, storage) }));
    await Promise.all(halls.map(({ api, event }) => api.hold(event)));
    expect(asked.filter((one) => one.startsWith('POST'))).toHaveLength(1);
    expect([...storage.texts.values()]).toEqual(['session-1']);
    expect(sharedEmbeddedApi('', storage).api).not.toBe(sharedEmbeddedApi(SERVER, storage).api);
  });

  it('is another one for every server, and lives as long as the page where nothing may be stored', async () => {
    const storage = tabStorage();
    await createEmbeddedApi(SERVER, storage).api.hold('gala');
    await createEmbeddedApi('', storage).api.hold('gala');
    expect(storage.texts.size).toBe(2);
    const forbidden = () => {
      throw new DOMException('no', 'SecurityError');
    };
    const stores = { getItem: forbidden, setItem: forbidden, removeItem: forbidden };
    for (const nowhere of [stores, undefined]) {
      asked = [];
      const { api } = createEmbeddedApi(SERVER, nowhere);
      expect([await api.hold('gala'), await api.hold('gala')]).toMatchObject([{ ok: true }, { ok: true }]);
      expect(asked.filter((one) => one.startsWith('POST'))).toHaveLength(1);
    }
  });
});
