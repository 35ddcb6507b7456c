import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { adminRequest } from '#lib/admin/admin-api.ts';
import { consoleSession } from '#lib/admin/console-session.svelte.ts';
import { eventTabs, navItems, partOf } from '#lib/admin/nav.ts';
import { FakeServer, later, refusal, type Said } from '../support/fake-server.ts';

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer()
    .on(/POST \/admin\/session/, () => [200, { name: 'minji', role: 'desk' }])
    .on(/DELETE \/admin\/session/, () => [204]);
});
afterEach(async () => {
  await consoleSession.signOut();
  vi.unstubAllGlobals();
});
const stranger: Said = [401, refusal('unauthorized')];
const session = () => [consoleSession.stage, consoleSession.who?.name, consoleSession.failure?.kind];

describe('Who works at the console', () => {
  it('is whom the server says, nobody where it knows none, and unknown where it does not answer', async () => {
    const answer = later<Said>();
    server.on(/GET \/admin\/session/, () => answer.promise);
    const asking = consoleSession.ask();
    expect(consoleSession.stage).toBe('asking');
    answer.come([200, { name: 'minji', role: 'desk' }]);
    await asking;
    expect(session()).toEqual(['in', 'minji', undefined]);
    server.on(/GET \/admin\/session/, () => 'lost');
    await consoleSession.ask();
    expect(session()).toEqual(['away', 'minji', 'unreachable']);
    server.on(/GET \/admin\/session/, () => stranger);
    await consoleSession.ask();
    // That one has to sign in is no failure.
    expect(session()).toEqual(['out', 'minji', undefined]);
    expect(consoleSession.isInterrupted).toBe(true);
  });

  it('may do what their role may, and nobody may do anything', async () => {
    const may = () =>
      (['owner', 'organiser', 'desk', 'door'] as const).map((role) => consoleSession.may(role));
    expect(may()).toEqual([false, false, false, false]);
    await consoleSession.signIn('token');
    expect(may()).toEqual([false, false, true, true]);
    expect(navItems.filter(({ needs }) => consoleSession.may(needs)).map(({ name }) => name)).toEqual([
      'events',
    ]);
    expect(eventTabs('a b').map(({ path }) => path)[3]).toBe('/admin/events/a%20b/rehearsal');
  });

  it('signs in once, however often it is pressed, and keeps the form where it was wrong, with why', async () => {
    const answer = later<Said>();
    server.on(/POST \/admin\/session/, () => answer.promise);
    const signing = Promise.all([consoleSession.signIn('token'), consoleSession.signIn('token')]);
    expect(consoleSession.isSigningIn).toBe(true);
    answer.come(stranger);
    await signing;
    expect([consoleSession.isSigningIn, ...session()]).toEqual([false, 'out', undefined, 'refused']);
    expect(server.heard(/POST/)).toHaveLength(1);
    server.on(/POST \/admin\/session/, () => 'lost');
    await consoleSession.signIn('token');
    expect(session()).toEqual(['out', undefined, 'unreachable']);
  });
});

describe('A request of the console', () => {
  it('whose session has run out is sent once more when somebody has signed in, with all of it', async () => {
    await consoleSession.signIn('token');
    let isKnown = false;
    server.on(/PUT \/plans/, () => (isKnown ? [200, { id: 'p' }] : stranger));
    const saving = adminRequest('/plans/p', { method: 'PUT', body: '{"name":"A"}' });
    await expect.poll(() => consoleSession.isInterrupted).toBe(true);
    isKnown = true;
    await consoleSession.signIn('token');
    expect(await saving).toMatchObject({ ok: true, value: { id: 'p' } });
    expect(server.asked.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([
      { name: 'A' },
      { name: 'A' },
    ]);
  });

  it('that was answered only after somebody has signed in again asks nobody to sign in once more', async () => {
    await consoleSession.signIn('token');
    const late = later<Said>();
    server.on(/GET \/plans/, () => late.promise);
    const asking = adminRequest('/plans');
    await expect.poll(() => server.heard(/GET \/plans/).length).toBe(1);
    const other = consoleSession.renewed();
    await consoleSession.signIn('token');
    server.on(/GET \/plans/, () => [200, { plans: [] }]);
    late.come(stranger);
    expect([await other, (await asking).ok, consoleSession.stage]).toEqual([true, true, 'in']);
  });

  it('is refused where they do not sign in, and not sent once more for anything else', async () => {
    await consoleSession.signIn('token');
    server.on(/GET \/plans/, () => stranger);
    const asking = adminRequest('/plans');
    await expect.poll(() => consoleSession.isInterrupted).toBe(true);
    consoleSession.giveUp();
    expect(await asking).toMatchObject({ ok: false, failure: { problem: { reason: 'unauthorized' } } });
    server.on(/GET \/plans/, () => [403, refusal('forbidden')]);
    expect((await adminRequest('/plans')).ok).toBe(false);
    expect(server.heard(/GET \/plans/)).toHaveLength(2);
  });
});

describe('The part of the console that a page belongs to', () => {
  it.each([
    ['/admin', 'events'],
    ['/admin/events/gala/people', 'events'],
    ['/admin/plans', 'plans'],
    ['/admin/plans/p1', 'plans'],
    ['/admin/plansets', 'events'],
    ['/admin/trail', 'trail'],
  ])('%s: %s', (path, part) => {
    expect(partOf(path)).toBe(part);
  });
});
