import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bell } from '#lib/waiting/bell.svelte.ts';
import { memoryStorage } from './support/memory-storage.ts';

let shown: string[];
let listening: Map<string, number>;
const page = { visibilityState: 'hidden' };
const note = (by: number) => (what: string) => void listening.set(what, (listening.get(what) ?? 0) + by);

/** A browser in which the visitor wants notifications, and has or has not allowed them. */
function browser(permission: 'granted' | 'denied') {
  vi.stubGlobal(
    'Notification',
    class {
      static readonly permission = permission;
      constructor(title: string) {
        shown.push(title);
      }
      addEventListener = () => undefined;
    },
  );
  return new Bell();
}

beforeEach(() => {
  shown = [];
  listening = new Map();
  page.visibilityState = 'hidden';
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('addEventListener', note(1));
  vi.stubGlobal('removeEventListener', note(-1));
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => (name === 'jari:ring-notification' ? 'true' : null),
    setItem: () => undefined,
  });
});
afterEach(() => void vi.unstubAllGlobals());

describe('The bell of the waiting room', () => {
  it('shows a notification to who looks elsewhere, and none to who sees the page', () => {
    const bell = browser('granted');
    bell.ring('Your turn', 'Gala');
    expect(shown).toEqual(['Your turn']);
    page.visibilityState = 'visible';
    bell.ring('Your turn', 'Gala');
    expect(shown).toHaveLength(1);
  });

  it('shows none where the visitor has not allowed it, or does not want it any more', async () => {
    browser('denied').ring('Your turn', 'Gala');
    const bell = browser('granted');
    await bell.setNotification(false);
    bell.ring('Your turn', 'Gala');
    expect(shown).toEqual([]);
  });

  it.each([true, false])('is after a reload as it was switched: %s', async (on) => {
    vi.stubGlobal('localStorage', memoryStorage());
    vi.stubGlobal('navigator', { vibrate: () => true });
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    const bell = browser('granted');
    expect([bell.sound, bell.vibration, bell.notifies]).toEqual([false, false, false]);
    await bell.setSound(on);
    bell.setVibration(on);
    await bell.setNotification(on);
    const again = browser('granted');
    expect([again.sound, again.vibration, again.notifies]).toEqual([on, on, on]);
  });

  it('listens to nothing once the page is left', () => {
    const bell = browser('granted');
    expect(Object.fromEntries(listening)).toEqual({ pointerdown: 1, keydown: 1 });
    bell.stop();
    expect(new Set(listening.values())).toEqual(new Set([0]));
  });
});
