import { describe, expect, it } from 'vitest';
import type { Pass } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide/decide.ts';
import type { WaitingRoom } from '../../src/domain/event.ts';
import { assignAny, confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, smallEvent, START } from '../support/hall.ts';

const waitingRoom: WaitingRoom = {
  admittedPerMinute: 60,
  activeMax: 5,
  turnTtlMs: 60_000,
  preQueueMs: 0,
  order: 'arrival',
  isPaused: false,
  proofOfWorkBits: 0,
  seed: '0'.repeat(32),
};
const hall = () => emptyHall(smallEvent({ rules: { ...smallEvent().rules, waitingRoom } }));
const pass: Pass = { endsAtMs: START + 60_000, sequence: 0 };
const best = (userId: string) =>
  ({ kind: 'holdBest', userId, wish: { quantity: 2, together: true } }) as const;

describe('where there is a waiting room', () => {
  it('no seat is had without a pass, whichever way it is asked for', () => {
    const map = hall();
    for (const command of [hold('ann', 1), best('ann'), confirm('ann', [1]), assignAny('ann')]) {
      expect(decide(map, command, at(0)), command.kind).toEqual({ refused: 'not_admitted' });
    }
  });

  it('every seat can be had with one, whichever way', () => {
    for (const command of [hold('ann', 1), best('ann'), confirm('ann', [1]), assignAny('ann')]) {
      done(hall(), { ...command, pass }, at(0));
    }
  });

  it('a pass is good until just before its end, by the wall clock', () => {
    const command = { ...hold('ann', 1), pass };
    done(hall(), command, at(59_999));
    expect(decide(hall(), command, at(60_000))).toEqual({ refused: 'turn_missed' });
    // The steady clock is an hour behind the machine's, which somebody has set.
    const late = at(59_999, { correctionMs: -3_600_000 });
    expect(decide(hall(), command, late)).toEqual({ refused: 'turn_missed' });
  });

  it('what is held is a promise: it is kept, extended, confirmed and made smaller without a pass', () => {
    const map = hall();
    done(map, { ...hold('ann', 1, 2, 3), pass }, at(0));
    done(map, hold('ann', 1, 2, 3), at(70_000));
    done(map, hold('ann', 1, 2), at(70_000));
    done(map, { kind: 'extend', userId: 'ann' }, at(70_000));
    expect(decide(map, hold('ann', 1, 4), at(70_000))).toEqual({ refused: 'not_admitted' });
    expect(decide(map, best('ann'), at(70_000))).toEqual({ refused: 'not_admitted' });
    done(map, confirm('ann'), at(70_000));
  });

  it('a hold that has run out promises nothing', () => {
    const map = hall();
    done(map, { ...hold('ann', 1), pass }, at(0));
    expect(decide(map, hold('ann', 1), at(120_001))).toEqual({ refused: 'not_admitted' });
  });

  it('a reservation uses the pass up, and not the next one', () => {
    const map = hall();
    done(map, { ...confirm('ann', [1]), pass }, at(0));
    expect(decide(map, { ...hold('ann', 2), pass }, at(1))).toEqual({ refused: 'turn_missed' });
    const next = { ...pass, sequence: map.sequence };
    done(map, { ...confirm('ann', [2]), pass: next }, at(1));
    expect(decide(map, { ...hold('ann', 3), pass: next }, at(2))).toEqual({ refused: 'turn_missed' });
  });
});
