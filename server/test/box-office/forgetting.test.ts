import { describe, expect, it } from 'vitest';
import { Forgetting } from '../../src/box-office/forgetting.ts';
import { smallEvent } from '../support/hall.ts';

/** A ledger with two events, in each of which there is something to forget twice; names that are due in one. */
function ledger() {
  const left = new Map([
    ['open', 2],
    ['old', 2],
  ]);
  const asked: string[] = [];
  const sealed: string[] = [];
  const unnamed: string[] = [];
  return {
    asked,
    sealed,
    unnamed,
    forgetPersons: (eventId: string, now: number) => {
      const isDue = now === TIME.now && unnamed.length < 2 && eventId === 'old';
      if (isDue) unnamed.push(eventId);
      return Promise.resolve(isDue ? 1_000 : 0);
    },
    sealPersons: (eventId: string) => {
      sealed.push(eventId);
      return Promise.resolve();
    },
    listEvents: () =>
      Promise.resolve([...left.keys()].map((eventId) => ({ ...smallEvent(), availableCount: 9, eventId }))),
    forget: (eventId: string) => {
      asked.push(eventId);
      const count = left.get(eventId) ?? 0;
      left.set(eventId, Math.max(0, count - 1));
      return Promise.resolve(count);
    },
  };
}
const goOn = () => false;
const TIME = { before: 0, now: 7 };

describe('forgetting', () => {
  it('goes through all events at first, also those that are open nowhere, until nothing is left', async () => {
    const given = ledger();
    await new Forgetting(given).forget(['open'], TIME, goOn);
    expect(given.asked).toEqual(['open', 'open', 'open', 'old', 'old', 'old']);
    expect(given.unnamed).toEqual(['old', 'old']);
    expect(given.sealed).toEqual(['open', 'old']);
  });

  it('goes through the open ones alone then, and through all again later', async () => {
    const given = ledger();
    const forgetting = new Forgetting(given);
    await forgetting.forget(['open'], TIME, goOn);
    given.asked.length = 0;
    for (let i = 1; i < 60; i++) await forgetting.forget(['open'], TIME, goOn);
    expect(new Set(given.asked)).toEqual(new Set(['open']));
    expect(given.sealed).toEqual(['open', 'old']);
    await forgetting.forget(['open'], TIME, goOn);
    expect(given.asked.at(-1)).toBe('old');
  });

  it('stops when it is told to, and takes a ledger that is away for one that has time', async () => {
    const given = ledger();
    await new Forgetting(given).forget(['open'], TIME, () => true);
    expect(given.asked).toEqual([]);
    const away = { ...given, forget: () => Promise.reject(new Error('away')) };
    await expect(new Forgetting(away).forget(['open'], TIME, goOn)).resolves.toBeUndefined();
  });
});
