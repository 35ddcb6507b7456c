import { afterEach, expect, it, vi } from 'vitest';
import { PeopleList } from '#lib/admin/people/people-list.svelte.ts';
import { FakeServer, later, type Said } from './support/fake-server.ts';

afterEach(() => void vi.unstubAllGlobals());

const page = (...ids: readonly string[]): Said => [
  200,
  { event: 'gala', reservations: ids.map((id) => ({ id })), next: null, searched: 'all' },
];
const ids = (list: PeopleList) => list.found?.map(({ id }) => id);

it('a list of people shows what was asked for last, whichever answer comes first', async () => {
  const slow = later<Said>();
  new FakeServer().on(/q=K&/, () => slow.promise).on(/q=Kim&/, () => page('kim'));
  const list = new PeopleList('gala');
  list.ask({ q: 'K', status: 'active' });
  list.ask({ q: 'Kim', status: 'active' });
  await expect.poll(() => ids(list)).toEqual(['kim']);
  slow.come(page('kim', 'kang'));
  await new Promise((resolve) => setTimeout(resolve));
  expect([ids(list), list.isAsking]).toEqual([['kim'], false]);
});

it('a list of people is of the state that was chosen, page by page', async () => {
  const server = new FakeServer()
    .on(/reservations/, () => [
      200,
      { event: 'gala', reservations: [{ id: 'a' }], next: 'w7', searched: 'all' },
    ])
    .on(/after=w7/, () => page('b'));
  const list = new PeopleList('gala');
  list.ask({ q: ' ', status: 'cancelled' });
  await expect.poll(() => list.next).toBe('w7');
  await list.more();
  expect(ids(list)).toEqual(['a', 'b']);
  expect(server.heard(/./)).toEqual([
    'GET /admin/events/gala/reservations?state=cancelled',
    'GET /admin/events/gala/reservations?state=cancelled&after=w7',
  ]);
  list.ask({ q: '', status: 'all' });
  expect(server.heard(/./).at(-1)).toBe('GET /admin/events/gala/reservations?');
});

it('one of the people is known as they are now also where the list ends before them', async () => {
  const of = (id: string, status: string) => ({ id, code: `CODE-${id}`, status });
  new FakeServer()
    .on(/reservations/, () => [
      200,
      { event: 'gala', reservations: [of('a', 'active')], next: 'w7', searched: 'all' },
    ])
    .on(/reservations\?q=CODE-b$/, () => [
      200,
      {
        event: 'gala',
        reservations: [of('bb', 'active'), of('b', 'cancelled')],
        next: null,
        searched: 'all',
      },
    ]);
  const list = new PeopleList('gala');
  await list.refresh();
  expect(ids(list)).toEqual(['a']);
  expect(await list.lookUp({ id: 'b', code: 'CODE-b' })).toMatchObject({ id: 'b', status: 'cancelled' });
  expect(await list.lookUp({ id: 'c', code: 'CODE-c' })).toBeUndefined();
});
