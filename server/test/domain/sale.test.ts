import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide/decide.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { saleStatus } from '../../src/domain/sale.ts';
import type { Command } from '../../src/domain/command.ts';
import type { DecideContext } from '../../src/domain/decide/decision.ts';
import { at, emptyHall, reservationFor, smallEvent, START } from '../support/hall.ts';

const CLOSES_AFTER = 60_000;
const event = smallEvent({ saleClosesAt: START + CLOSES_AFTER });

/** A hall in which somebody holds 4 and 5 since a second before the sale closed. */
function hallAtClosing() {
  const map = emptyHall(event);
  const decision = decide(map, { kind: 'hold', userId: 'ann', seatIds: [4, 5] }, at(CLOSES_AFTER - 1000));
  if (isRefusal(decision)) throw new Error('the sale is open');
  for (const change of decision.changes) map.apply(change);
  return map;
}

const hold = (userId: string, ...seatIds: number[]): Command => ({ kind: 'hold', userId, seatIds });
const confirm = (userId: string, ...seatIds: number[]): Command => ({
  kind: 'confirm',
  userId,
  seatIds: seatIds.length === 0 ? undefined : seatIds,
  reservation: reservationFor(userId),
});
const outcome = (map: ReturnType<typeof emptyHall>, command: Command, context: DecideContext) => {
  const decision = decide(map, command, context);
  return isRefusal(decision) ? decision.refused : decision.changes.map(({ cause }) => cause);
};

describe('a sale', () => {
  it('is open from the moment it opens until just before the moment it closes', () => {
    const hours = smallEvent({ saleOpensAt: 1000, saleClosesAt: 2000 });
    expect([999, 1000, 1999.9, 2000].map((now) => saleStatus(hours, now))).toEqual([
      'before',
      'open',
      'open',
      'closed',
    ]);
    expect(saleStatus(smallEvent({ saleOpensAt: null, saleClosesAt: null }), 0)).toBe('open');
  });

  it('opens and closes by the wall clock, also for whoever leaves the choice to us', () => {
    const hours = emptyHall(smallEvent({ saleOpensAt: START + 1000, saleClosesAt: START + 2000 }));
    const setBack = { correctionMs: 600_000 };
    const any: Command = { kind: 'assignAny', userId: 'ann', reservation: reservationFor('ann') };
    const best: Command = { kind: 'holdBest', userId: 'ann', wish: { quantity: 2, together: true } };
    for (const command of [any, best]) {
      const said = [600_999, 601_000, 601_999, 602_000].map((ms) => outcome(hours, command, at(ms, setBack)));
      expect(said.map((each) => each === 'not_on_sale')).toEqual([true, false, false, true]);
    }
  });

  it('is paused by the organiser only while it would be open', () => {
    const rules = { ...event.rules, salePaused: true };
    const hours = smallEvent({ saleOpensAt: 1000, saleClosesAt: 2000, rules });
    expect([999, 1000, 2000].map((now) => saleStatus(hours, now))).toEqual(['before', 'paused', 'closed']);
  });
});

describe('while the sale is paused', () => {
  const now = at(CLOSES_AFTER - 500);
  const paused = () => {
    const map = hallAtClosing();
    map.event = { ...event, rules: { ...event.rules, salePaused: true } };
    return map;
  };

  it('nobody takes seats, and what is held can be confirmed', () => {
    expect(outcome(paused(), hold('bob', 1), now)).toBe('not_on_sale');
    expect(outcome(paused(), confirm('bob', 1), now)).toBe('not_on_sale');
    expect(outcome(paused(), confirm('ann'), now)).toEqual(['reserved']);
    expect(outcome(paused(), { kind: 'release', userId: 'ann' }, now)).toEqual(['released']);
  });
});

describe('once the sale has closed', () => {
  const later = at(CLOSES_AFTER);

  it('nothing is held, extended, reserved or assigned any more', () => {
    const map = hallAtClosing();
    const reservation = reservationFor('bob');
    expect(outcome(map, hold('bob', 1), later)).toBe('not_on_sale');
    expect(outcome(map, hold('ann', 4, 5, 6), later)).toBe('not_on_sale');
    expect(outcome(map, { kind: 'extend', userId: 'ann' }, later)).toBe('not_on_sale');
    expect(outcome(map, confirm('bob', 1), later)).toBe('not_on_sale');
    expect(outcome(map, confirm('ann', 4, 6), later)).toBe('not_on_sale');
    expect(outcome(map, { kind: 'assignAny', userId: 'bob', reservation }, later)).toBe('not_on_sale');
  });

  it('what is held may still be confirmed, as a whole or in part, until it runs out', () => {
    const end = CLOSES_AFTER - 1000 + 120_000;
    expect(outcome(hallAtClosing(), confirm('ann'), at(end - 1))).toEqual(['reserved']);
    expect(outcome(hallAtClosing(), confirm('ann', 5), later)).toEqual(['released', 'reserved']);
    expect(outcome(hallAtClosing(), confirm('ann'), at(end))).toBe('hold_expired');
    expect(outcome(hallAtClosing(), confirm('ann', 4), at(end))).toBe('not_on_sale');
  });

  it('a hold that is asked for again stands, and can be made smaller or given back', () => {
    expect(outcome(hallAtClosing(), hold('ann', 4, 5), later)).toEqual([]);
    expect(outcome(hallAtClosing(), hold('ann', 5), later)).toEqual(['released']);
    expect(outcome(hallAtClosing(), { kind: 'release', userId: 'ann' }, later)).toEqual(['released']);
  });

  it('counts by the moment of arrival and by the wall clock', () => {
    const arrived = { ...later, arrivedAt: START + CLOSES_AFTER - 1 };
    expect(outcome(emptyHall(event), hold('bob', 1), arrived)).toEqual(['held']);
    // The wall clock was set back by an hour, and the steady clock is ahead of it since.
    const setBack = at(CLOSES_AFTER + 3_600_000 - 1, { correctionMs: 3_600_000 });
    expect(outcome(emptyHall(event), hold('bob', 1), setBack)).toEqual(['held']);
    const closed = at(CLOSES_AFTER + 3_600_000, { correctionMs: 3_600_000 });
    expect(outcome(emptyHall(event), hold('bob', 1), closed)).toBe('not_on_sale');
  });
});

describe('before the sale opens', () => {
  it('a hold from an earlier opening can neither be confirmed nor extended', () => {
    const map = emptyHall(smallEvent());
    const held = decide(map, { kind: 'hold', userId: 'ann', seatIds: [1] }, at(0));
    if (isRefusal(held)) throw new Error('the sale is open');
    for (const change of held.changes) map.apply(change);
    map.event = smallEvent({ saleOpensAt: START + 60_000, version: 2 });
    expect(outcome(map, confirm('ann'), at(1))).toBe('not_on_sale');
    expect(outcome(map, { kind: 'extend', userId: 'ann' }, at(1))).toBe('not_on_sale');
  });
});
