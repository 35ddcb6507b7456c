import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { consoleSession } from '#lib/admin/console-session.svelte.ts';
import { FakeServer, refusal } from './support/fake-server.ts';

let server: FakeServer;
let cleared: string[];

/** As much of a browser's database as signing out needs; what is cleared of it. */
function database(): object {
  const store = (name: string) => ({ clear: () => void cleared.push(name) });
  const transaction = () => {
    const begun = { objectStore: store, oncomplete: () => undefined };
    queueMicrotask(() => begun.oncomplete());
    return begun;
  };
  return { transaction, close: () => undefined };
}

beforeEach(() => {
  cleared = [];
  server = new FakeServer().on(/POST \/admin\/session/, () => [200, { name: 'minji', role: 'door' }]);
  vi.stubGlobal('indexedDB', {
    open: () => {
      const opening = { result: database(), onsuccess: () => undefined };
      queueMicrotask(() => opening.onsuccess());
      return opening;
    },
  });
});
afterEach(() => void vi.unstubAllGlobals());

describe('Who signs out of the console', () => {
  it('leaves nobody’s name on the phone', async () => {
    server.on(/DELETE \/admin\/session/, () => [200, { success: true }]);
    await consoleSession.signIn('token');
    expect([consoleSession.stage, consoleSession.who?.name]).toEqual(['in', 'minji']);
    expect(await consoleSession.signOut()).toBeUndefined();
    expect([consoleSession.stage, consoleSession.who, cleared.toSorted()]).toEqual([
      'out',
      undefined,
      ['guests', 'state'],
    ]);
  });

  it('is signed in still where the server did not hear of it, and out where it knows of no session', async () => {
    server.on(/DELETE \/admin\/session/, () => 'lost');
    await consoleSession.signIn('token');
    expect(await consoleSession.signOut()).toMatchObject({ kind: 'unreachable' });
    expect([consoleSession.stage, cleared]).toEqual(['in', []]);
    server.on(/DELETE \/admin\/session/, () => [401, refusal('unauthorized')]);
    expect(await consoleSession.signOut()).toBeUndefined();
    expect(consoleSession.stage).toBe('out');
  });
});

describe('What was asked when the session had run out', () => {
  it('is done once somebody has signed in again, and not where nobody does', async () => {
    await consoleSession.signIn('token');
    const again = consoleSession.renewed();
    expect([consoleSession.stage, consoleSession.isInterrupted]).toEqual(['out', true]);
    await consoleSession.signIn('token');
    expect(await again).toBe(true);
    const never = consoleSession.renewed();
    consoleSession.giveUp();
    expect(await never).toBe(false);
  });

  it('leaves the page as it is for whoever signs in later, and asks them about nothing until then', async () => {
    await consoleSession.signIn('token');
    const asked = consoleSession.renewed();
    consoleSession.giveUp();
    expect([await asked, consoleSession.who?.name, consoleSession.isPutOff]).toEqual([false, 'minji', true]);
    // What a page asks by itself, as each second, brings up no sign-in again and again.
    expect([await consoleSession.renewed(), consoleSession.isPutOff]).toEqual([false, true]);
    await consoleSession.signIn('token');
    expect([consoleSession.isPutOff, consoleSession.isInterrupted]).toEqual([false, false]);
    // The dialog that closes after a sign-in puts nothing off.
    consoleSession.giveUp();
    expect([consoleSession.isPutOff, consoleSession.who?.name]).toEqual([false, 'minji']);
  });
});
