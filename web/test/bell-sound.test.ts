import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bell } from '#lib/waiting/bell.svelte.ts';
import { BrowserEvents } from './support/browser-events.ts';
import { loudspeaker } from './support/loudspeaker.ts';
import { memoryStorage } from './support/memory-storage.ts';

let vibrated: unknown[];
let sound: ReturnType<typeof loudspeaker>;
let page: BrowserEvents;
beforeEach(() => {
  vibrated = [];
  sound = loudspeaker('suspended');
  page = new BrowserEvents();
  vi.stubGlobal('localStorage', memoryStorage());
  vi.stubGlobal('navigator', { vibrate: (pattern: unknown) => vibrated.push(pattern) });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
});
afterEach(() => void vi.unstubAllGlobals());

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('The sound of a turn', () => {
  it('is heard when it is switched on, and when the turn comes: three rising notes, one after another', async () => {
    const bell = new Bell();
    bell.ring('Your turn', 'Gala');
    expect([sound.tones, bell.isAsleep, sound.made]).toEqual([[], false, 0]);
    await bell.setSound(true);
    expect(sound.tones.map(({ hertz }) => hertz)).toEqual([523.25, 659.25, 783.99]);
    expect(sound.tones.map(({ from }) => Math.round(from * 100))).toEqual([0, 28, 56]);
    bell.ring('Your turn', 'Gala');
    expect([sound.tones.length, sound.made]).toEqual([6, 1]);
    await bell.setSound(false);
    bell.ring('Your turn', 'Gala');
    expect(sound.tones).toHaveLength(6);
  });

  it.each(['pointerdown', 'keydown'])(
    'that was switched on before a reload sleeps until the page is touched: %s',
    async (touch) => {
      localStorage.setItem('jari:ring-sound', 'true');
      const bell = new Bell();
      expect([bell.sound, bell.isAsleep]).toEqual([true, true]);
      bell.ring('Your turn', 'Gala');
      expect(sound.tones).toEqual([]);
      page.happens(touch);
      await settled();
      expect([bell.isAsleep, sound.tones.length]).toEqual([false, 0]);
      bell.ring('Your turn', 'Gala');
      expect(sound.tones).toHaveLength(3);
      bell.stop();
      expect(sound.closed).toBe(1);
    },
  );

  it('is not woken by touches where it is switched off, and needs no browser that has any', async () => {
    const bell = new Bell();
    page.happens('pointerdown');
    await settled();
    expect(sound.made).toBe(0);
    vi.stubGlobal('AudioContext', undefined);
    await bell.setSound(true);
    expect([bell.sound, bell.isAsleep, sound.tones]).toEqual([true, true, []]);
    bell.stop();
  });

  it('is known to sleep where the browser does not let it wake', async () => {
    sound.wakes = false;
    const bell = new Bell();
    await bell.setSound(true);
    expect([bell.isAsleep, sound.tones]).toEqual([true, []]);
  });
});

describe('A phone in a pocket', () => {
  it('vibrates shortly when that is switched on, and long when the turn comes', () => {
    const bell = new Bell();
    bell.ring('Your turn', 'Gala');
    expect(vibrated).toEqual([]);
    bell.setVibration(true);
    bell.ring('Your turn', 'Gala');
    expect(vibrated).toEqual([120, [220, 120, 220, 120, 400]]);
    bell.setVibration(false);
    bell.ring('Your turn', 'Gala');
    expect(vibrated).toHaveLength(2);
  });

  it('is none where there is a mouse, or where the browser can not', () => {
    localStorage.setItem('jari:ring-vibration', 'true');
    vi.stubGlobal('matchMedia', () => ({ matches: false }));
    const desk = new Bell();
    vi.stubGlobal('navigator', {});
    const other = new Bell();
    for (const bell of [desk, other]) bell.ring('Your turn', 'Gala');
    expect([desk.canVibrate, other.canVibrate, vibrated]).toEqual([false, false, []]);
  });
});

describe('A notification', () => {
  function browser(answer: 'granted' | 'denied') {
    let asked = 0;
    class Allowed {
      static permission = 'default';
      static requestPermission() {
        asked += 1;
        Allowed.permission = answer;
        return Promise.resolve(answer);
      }
    }
    vi.stubGlobal('Notification', Allowed);
    return () => asked;
  }

  it.each([
    ['granted', true],
    ['denied', false],
  ] as const)('is asked for once it is wanted, and never by itself: %s', async (answer, notifies) => {
    const asked = browser(answer);
    const bell = new Bell();
    expect([bell.notification, bell.notifies, asked()]).toEqual(['default', false, 0]);
    await bell.setNotification(false);
    expect(asked()).toBe(0);
    await bell.setNotification(true);
    expect([bell.notification, bell.notifies, asked()]).toEqual([answer, notifies, 1]);
    await bell.setNotification(true);
    expect(asked()).toBe(1);
  });

  it('is offered by no browser that has none, also where storage is forbidden', async () => {
    vi.stubGlobal('Notification', undefined);
    vi.stubGlobal('localStorage', undefined);
    const bell = new Bell();
    await bell.setNotification(true);
    expect([bell.notification, bell.notifies, bell.sound]).toEqual(['unsupported', false, false]);
  });

  it('is shown by the service worker where a page may not, as on phones; and else by nobody', async () => {
    const shown: unknown[] = [];
    vi.stubGlobal(
      'Notification',
      class {
        static readonly permission = 'granted';
        constructor() {
          throw new TypeError('Illegal constructor');
        }
      },
    );
    localStorage.setItem('jari:ring-notification', 'true');
    const bell = new Bell();
    page.visibilityState = 'hidden';
    bell.ring('Your turn', 'Gala');
    await settled();
    const showNotification = (title: string, options: object) =>
      Promise.resolve(shown.push([title, options]));
    vi.stubGlobal('navigator', {
      serviceWorker: { getRegistration: () => Promise.resolve({ showNotification }) },
    });
    bell.ring('Your turn', 'Gala');
    await settled();
    expect(shown).toEqual([
      ['Your turn', { body: 'Gala', tag: 'jari-turn', icon: '/icons/apple-touch.png' }],
    ]);
  });
});
