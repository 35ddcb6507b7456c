import { MemoryAdmissionStore } from '../../../server/src/adapters/memory/admission-store.ts';
import type { AdmissionStore } from '../../../server/src/ports/admission-store.ts';
import type { Findings } from '../../../server/test/support/audit/findings.ts';
import { drawDelayMs, drawFate, type Weather } from '../net/weather.ts';
import { machineClock } from '../time/clocks.ts';
import type { Dice } from '../time/dice.ts';
import type { Owner, Scheduler } from '../time/scheduler.ts';
import { RoomAuditor } from './room-auditor.ts';

/** Redis as far as admission needs it: behind lines that lose things, watched, and emptied now and then. */
export class WatchedStore {
  private store: MemoryAdmissionStore;
  private auditor: RoomAuditor;
  isDown = false;
  /** What the server that moved the doors last is ahead of the truth: the line goes by it until the next does. */
  private aheadMs = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly dice: Dice,
    private readonly weather: Weather,
    private readonly findings: Findings,
  ) {
    this.store = this.emptyStore();
    this.auditor = new RoomAuditor(findings);
  }

  /** Everything in it is lost. */
  flush(): void {
    this.store = this.emptyStore();
    this.auditor = new RoomAuditor(this.findings);
  }

  whyStuck(nowMs: number): string | undefined {
    return this.auditor.whyStuck(nowMs + this.aheadMs);
  }

  /** The connection of one instance. */
  connect(owner: Owner): AdmissionStore {
    const call = <T>(run: () => Promise<T>) => this.call(owner, run);
    return {
      join: (request) =>
        call(async () => {
          const result = await this.store.join(request);
          if (result.joined) this.auditor.joined(request.userId, result.queueNumber);
          return result;
        }),
      advanceLine: (eventId, rules, nowMs, sequence) =>
        call(async () => {
          const state = await this.store.advanceLine(eventId, rules, nowMs, sequence);
          this.aheadMs = nowMs - this.scheduler.now;
          this.auditor.advanced(rules, nowMs, state);
          return state;
        }),
      turnOf: (eventId, rules, place) =>
        call(async () => {
          const turn = await this.store.turnOf(eventId, rules, place);
          this.auditor.asked(rules, this.scheduler.now + this.aheadMs);
          if (turn.is === 'served') this.auditor.served(place, rules);
          return turn;
        }),
      finishTurn: (eventId, place) =>
        call(async () => {
          await this.store.finishTurn(eventId, place);
          this.auditor.ended(place);
        }),
      leaveLine: (eventId, leaver) =>
        call(async () => {
          await this.store.leaveLine(eventId, leaver);
          this.auditor.left(leaver.userId, leaver.place);
        }),
      reset: (eventId) => call(() => this.store.reset(eventId)),
      numberOf: (...asked) => call(() => this.store.numberOf(...asked)),
      endedEarly: (...asked) => call(() => this.store.endedEarly(...asked)),
      takeLeftEarly: (...asked) => call(() => this.store.takeLeftEarly(...asked)),
      dissolveLine: (eventId) => call(() => this.store.dissolveLine(eventId)),
      ping: () => call(() => this.store.ping()),
      close: () => Promise.resolve(),
    };
  }

  private call<T>(owner: Owner, run: () => Promise<T>): Promise<T> {
    const { scheduler, dice, weather } = this;
    const fate = drawFate(dice, weather);
    const backMs = drawDelayMs(dice, weather);
    return new Promise((resolve, reject) => {
      const fail = () => void scheduler.after(owner, backMs, () => reject(new Error('Redis did not answer')));
      scheduler.after(scheduler.nobody, drawDelayMs(dice, weather), () => {
        if (this.isDown || fate === 'lost before') return fail();
        run().then((result) => {
          if (fate === 'lost after') fail();
          else scheduler.after(owner, backMs, () => resolve(result));
        }, fail);
      });
    });
  }

  private emptyStore(): MemoryAdmissionStore {
    const { scheduler } = this;
    return new MemoryAdmissionStore(
      machineClock(scheduler, scheduler.nobody, { rate: 1, offsetMs: 0, wallAheadMs: 0 }),
    );
  }
}
