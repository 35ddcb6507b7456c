import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import { isRefusal, RACE_MS, type LostRace } from '../../src/domain/refusal.ts';
import { LostRaces } from '../../src/box-office/lost-races.ts';
import { TestClock } from '../support/test-clock.ts';
import { openTestOffice } from '../support/box-office.ts';
import { reservationFor } from '../support/hall.ts';

const hold = (userId: string, ...seatIds: number[]) => ({ kind: 'hold', userId, seatIds }) as const;
const take = (userId: string, ...seatIds: number[]) =>
  ({ kind: 'confirm', userId, seatIds, reservation: reservationFor(userId) }) as const;

describe('a lost race', () => {
  it('is told to each of those who lost it, with how many more wanted the seat', async () => {
    const { office } = await openTestOffice();
    const outcomes = await Promise.all(Array.from({ length: 38 }, (_, i) => office.submit(hold(`u${i}`, 5))));
    const races = outcomes.flatMap((outcome) => (isRefusal(outcome) ? [outcome.race] : []));
    expect(races).toHaveLength(37);
    expect(new Set(races.map((race) => race?.others))).toEqual(new Set([36]));
  });

  it('names nobody', async () => {
    const { office } = await openTestOffice();
    const [, lost] = await Promise.all([office.submit(hold('winner', 5)), office.submit(hold('loser', 5))]);
    expect(JSON.stringify(lost)).not.toMatch(/winner|loser/);
    expect(lost).toMatchObject({ refused: 'seat_held', race: { others: 0 } });
  });

  it('is one for a seat that was reserved in one step, too', async () => {
    const { office } = await openTestOffice();
    await office.submit(take('a', 5));
    const outcome = await office.submit(take('b', 5));
    expect(outcome).toMatchObject({ refused: 'already_reserved', race: { others: 0 } });
  });

  it('is lost to others, not to oneself', async () => {
    const { office } = await openTestOffice();
    await office.submit(take('a', 5));
    const outcome = await office.submit(hold('a', 5));
    expect(outcome).toEqual({ refused: 'already_reserved', seatIds: [5] });
  });
});

describe('how close it was', () => {
  const refusal = { refused: 'seat_held', seatIds: [5] } as const;
  const raceOf = (races: LostRaces, user: string, at: number): LostRace | undefined => {
    const outcome = races.told(hold(user, 5), at, refusal);
    return isRefusal(outcome) ? outcome.race : undefined;
  };
  const held = { hold: { userId: 'a', seatIds: [5], expiresAt: 0, extensionsUsed: 0 }, extensionsLeft: 2 };
  const heldBy = (userId: string, at: number): Change => {
    const log = { sequence: 1, at, hash: '', actor: 'user' } as const;
    return { ...log, cause: 'held', userId, seatIds: [5], expiresAt: 0, extensionsUsed: 0, key: null };
  };

  it('counts from arrival to arrival', () => {
    const races = new LostRaces(0, () => 0);
    races.changed([heldBy('a', 0)], 1_020);
    races.told(hold('a', 5), 1_000, held);
    expect(raceOf(races, 'b', 1_041)).toEqual({ earlierMs: 41, others: 0 });
  });

  it('is told of the seat that was lost by least, where several were lost', () => {
    for (const seatIds of [
      [5, 6],
      [6, 5],
    ]) {
      const races = new LostRaces(0, () => 0);
      races.changed([heldBy('a', 0)], 1_000);
      races.changed([{ ...heldBy('c', 0), seatIds: [6] }], 1_030);
      const outcome = races.told(hold('b', 5, 6), 1_040, { ...refusal, seatIds });
      expect(isRefusal(outcome) && outcome.race).toEqual({ earlierMs: 10, others: 0 });
    }
  });

  it('is not told of a seat that was taken long ago', () => {
    const races = new LostRaces(0, () => 0);
    races.changed([heldBy('a', 0)], 1_000);
    expect(raceOf(races, 'b', 1_000 + RACE_MS)).toBeUndefined();
  });

  it('goes by the change that another server made', () => {
    const races = new LostRaces(0, () => 100);
    races.changed([heldBy('a', 7_000)], 2_000);
    expect(raceOf(races, 'b', 1_950)).toEqual({ earlierMs: 50, others: 0 });
  });

  it('is not told of a seat that somebody held for long and has just reserved', async () => {
    const clock = new TestClock();
    const { office } = await openTestOffice({ clock });
    await office.submit(hold('a', 5));
    clock.advance(3 * RACE_MS);
    await office.submit(hold('x', 9));
    clock.advance(RACE_MS);
    await office.submit(take('a', 5));
    const outcome = await office.submit(take('b', 5));
    expect(outcome).toEqual({ refused: 'already_reserved', seatIds: [5] });
  });

  it('forgets who wanted the seat after a while', () => {
    const races = new LostRaces(0, () => 100);
    for (const user of ['a', 'b', 'c']) races.arrived(hold(user, 5), 100);
    const later = 2 * RACE_MS + 200;
    races.arrived(hold('x', 9), RACE_MS + 100);
    races.arrived(hold('d', 5), later);
    races.changed([heldBy('e', 0)], later + 100);
    expect(raceOf(races, 'f', later + 3)).toEqual({ earlierMs: 3, others: 1 });
  });

  it('is not told of a seat that somebody has had for long and keeps while taking another', () => {
    const races = new LostRaces(0, () => 0);
    races.told(hold('a', 5, 6), 1_000, held);
    expect(raceOf(races, 'b', 1_041)).toBeUndefined();
  });
});
