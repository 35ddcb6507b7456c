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
    const fetching = codeAtLast(fetch, () => true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([await fetching, tries]).toEqual(['code', 4]);
  });

  it('is not fetched for a page that was left', async () => {
    let [tries, isWanted] = [0, true];
    const fetch = () => {
      tries += 1;
      return Promise.reject(new TypeError('Failed to fetch'));
    };
    const fetching = codeAtLast(fetch, () => isWanted);
    const ended = expect(fetching).rejects.toThrow('Failed to fetch');
    isWanted = false;
    await vi.advanceTimersByTimeAsync(60_000);
    await ended;
    expect(tries).toBe(1);
  });
});

describe('A page that stays open over an upgrade', () => {
  const missing = async (page: EventTarget) => {
    page.dispatchEvent(new Event('vite:preloadError'));
    await vi.advanceTimersByTimeAsync(0);
  };

  it('begins anew when code that it wants is no more, once it is open for a while, and not without an upgrade', async () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    let [isUpgraded, reloads] = [false, 0];
    const ports = { isUpgraded: () => Promise.resolve(isUpgraded), reload: () => reloads++ };
    const end = beginAnewAfterUpgrade(ports);
    await vi.advanceTimersByTimeAsync(61_000);
    await missing(page);
    expect(reloads).toBe(0);
    isUpgraded = true;
    await missing(page);
    expect(reloads).toBe(1);
    end();
    await missing(page);
    expect(reloads).toBe(1);
  });

  it('does not begin anew where it has just come, or nobody says whether there was an upgrade', async () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    vi.spyOn(performance, 'now').mockReturnValueOnce(5_000).mockReturnValue(100_000);
    let reloads = 0;
    const answers = [() => Promise.reject<boolean>(new TypeError('Failed to fetch'))];
    const end = beginAnewAfterUpgrade({
      isUpgraded: () => answers.shift()?.() ?? Promise.resolve(true),
      reload: () => reloads++,
    });
    await missing(page);
    await missing(page);
    expect([reloads, answers.length]).toEqual([0, 0]);
    end();
  });
});
