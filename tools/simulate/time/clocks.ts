import type { Clock } from '../../../server/src/ports/clock.ts';
import { START_MS, type Owner, type Scheduler } from './scheduler.ts';

/** What is wrong with a machine's clocks. */
export interface ClockFaults {
  /** How fast the monotonic clock is beside the truth: 1 is right. */
  readonly rate: number;
  /** Where it began. */
  readonly offsetMs: number;
  /** What the wall clock is ahead of the truth. */
  readonly wallAheadMs: number;
}

/** The clocks of one machine, whose timers die with whoever uses them. */
export function machineClock(scheduler: Scheduler, owner: Owner, faults: ClockFaults): Clock {
  const { rate, offsetMs, wallAheadMs } = faults;
  return {
    wallMs: () => scheduler.now + wallAheadMs,
    monotonicMs: () => (scheduler.now - START_MS) * rate + offsetMs,
    after: (delayMs, callback) => scheduler.after(owner, delayMs / rate, callback),
  };
}
