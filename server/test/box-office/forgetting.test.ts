import { describe, expect, it } from 'vitest';
import { Forgetting } from '../../src/box-office/forgetting.ts';
import { smallEvent } from '../support/hall.ts';

/** A ledger with two events, in each of which there is something to forget twice. */
function ledger() {
  const left = new Map([
    ['open', 2],
    ['old', 2],
  ]);
  const asked: string[] = [];
  return {
    asked,
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

describe('forgetting', () => {
  it('goes through all events at first, also those that are open nowhere, until nothing is left', async () => {
    const given = ledger();
    await new Forgetting(given).forget(['open'], 0, goOn);
    expect(given.asked).toEqual(['open', 'open', 'open', 'old', 'old', 'old']);
  });

  it('goes through the open ones alone then, and through all again later', async () => {
    const given = ledger();
    const forgetting = new Forgetting(given);
    await forgetting.forget(['open'], 0, goOn);
    given.asked.length = 0;
    for (let i = 1; i < 60; i++) await forgetting.forget(['open'], 0, goOn);
    expect(new Set(given.asked)).toEqual(new Set(['open']));
    await forgetting.forget(['open'], 0, goOn);
    expect(given.asked.at(-1)).toBe('old');
  });

  it('stops when it is told to, and takes a ledger that is away for one that has time', async () => {
    const given = ledger();
    await new Forgetting(given).forget(['open'], 0, () => true);
    expect(given.asked).toEqual([]);
    const away = { ...given, forget: () => Promise.reject(new Error('away')) };
    await expect(new Forgetting(away).forget(['open'], 0, goOn)).resolves.toBeUndefined();
  });
});
