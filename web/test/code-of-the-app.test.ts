import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { codeAtLast } from '#lib/app/code-at-last.ts';
import { beginAnewAfterUpgrade } from '#lib/app/upgrade.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('Code without which a page shows nothing', () => {
  it('is fetched until it is had', async () => {
    let tries = 0;
    const fetch = () =>
      ++tries < 4 ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve('code');
    const fetching = codeAtLast({ isStopped: false }, fetch);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([await fetching, tries]).toEqual(['code', 4]);
  });

  it('is not fetched for a page that was left', async () => {
    const page = { isStopped: false };
    let tries = 0;
    const fetch = () => {
      tries += 1;
      return Promise.reject(new TypeError('Failed to fetch'));
    };
    const fetching = codeAtLast(page, fetch);
    const ended = expect(fetching).rejects.toThrow('Failed to fetch');
    page.isStopped = true;
    await vi.advanceTimersByTimeAsync(60_000);
    await ended;
    expect(tries).toBe(1);
  });
});

describe('A page that stays open over an upgrade', () => {
  it('begins anew when code that it wants is no more, and not without an upgrade, or where nobody says', async () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    let isUpgraded = () => Promise.resolve(false);
    let reloads = 0;
    beginAnewAfterUpgrade({ isUpgraded: () => isUpgraded(), reload: () => reloads++ });
    const miss = async () => {
      page.dispatchEvent(new Event('vite:preloadError'));
      await vi.advanceTimersByTimeAsync(0);
      return reloads;
    };
    expect(await miss()).toBe(0);
    isUpgraded = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await miss()).toBe(0);
    isUpgraded = () => Promise.resolve(true);
    expect(await miss()).toBe(1);
  });
});
