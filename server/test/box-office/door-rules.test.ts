import { describe, expect, it } from 'vitest';
import { doorRules } from '../../src/box-office/door-rules.ts';
import type { WaitingRoom } from '../../src/domain/event.ts';
import { rulesOf, smallEvent } from '../support/hall.ts';

const room: WaitingRoom = {
  admittedPerMinute: 60,
  activeMax: 100,
  turnTtlMs: 300_000,
  preQueueMs: 0,
  order: 'arrival',
  isPaused: false,
  proofOfWorkBits: 0,
  seed: '0'.repeat(32),
};

describe('the doors of a waiting room', () => {
  it('stand still while the organiser has paused them, or the sale', () => {
    const paused = (salePaused: boolean, isPaused: boolean) => {
      const event = smallEvent({ rules: rulesOf({ salePaused }) });
      return doorRules({ event, availableCount: 9, holdCount: 0 }, { ...room, isPaused }).isPaused;
    };
    expect([paused(false, false), paused(false, true), paused(true, false), paused(true, true)]).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it('let in nobody for whom no seat could be left', () => {
    const event = smallEvent();
    expect(doorRules({ event, availableCount: 5, holdCount: 2 }, room).activeMax).toBe(7);
    expect(doorRules({ event, availableCount: 500, holdCount: 2 }, room).activeMax).toBe(100);
  });
});
