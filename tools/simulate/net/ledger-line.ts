import type { Ledger } from '../../../server/src/ports/ledger.ts';
import { throughCalls } from '../../../server/test/support/ledger-calls.ts';
import type { Database } from '../server/database.ts';
import type { Dice } from '../time/dice.ts';
import type { Owner, Scheduler } from '../time/scheduler.ts';
import { drawDelayMs, drawFate, type Weather } from './weather.ts';

/** Faults that are planted in the line to the ledger, to see that they are noticed. */
export interface LedgerSabotage {
  /** Given a ledger, one that is broken. */
  readonly ledger?: (ledger: Ledger, database: Database) => Ledger;
  /** Appends are acknowledged before they are made. */
  readonly acknowledgesEarly?: boolean;
}

/** Calls that change something, beside appends. */
const commits: ReadonlySet<keyof Ledger> = new Set(['putEvent', 'correctClock']);
const isOk = ({ ok }: { readonly ok: boolean }) => ok;

/** How long a connection waits for a server that does not answer. */
const SILENCE_MS = 1_500;

/**
 * One instance's lines to the database. Its calls are delayed, lost before or after they took effect, and cut off by
 * a fail-over, from which nobody knows what became of them. What an instance has sent takes effect also when it
 * crashes meanwhile.
 *
 * Appends go in the order in which they were sent, as on the one connection that they have in reality.
 */
export class LedgerLine {
  readonly ledger: Ledger;
  /** Nothing comes through. */
  isCut = false;
  private appendsAfter = 0;

  constructor(
    private readonly database: Database,
    private readonly owner: Owner,
    private readonly scheduler: Scheduler,
    private readonly dice: Dice,
    private readonly weather: Weather,
    sabotage: LedgerSabotage,
  ) {
    const { memory } = database;
    const real: Ledger = {
      ...throughCalls(memory, (_name, run) => run()),
      putEvent: (...args) => database.putEvent(...args),
      correctClock: (...args) => database.correctClock(...args),
    };
    const ledger = sabotage.ledger?.(real, database) ?? real;
    this.ledger = {
      ...throughCalls(ledger, (name, run) =>
        this.call(run, commits.has(name) ? { acknowledges: () => true } : {}),
      ),
      append: (batch) => {
        const appended = this.call(() => ledger.append(batch), { isInOrder: true, acknowledges: isOk });
        if (sabotage.acknowledgesEarly !== true) return appended;
        appended.catch(() => undefined);
        return memory.now().then((time) => ({ ok: true, ...time }));
      },
      appendLocked: (eventId, known, decide) =>
        this.call(() => ledger.appendLocked(eventId, known, decide), {
          acknowledges: isOk,
          // The connection breaks when the locked event has been read and what comes of it is decided.
          breakInside: async () => void decide(await ledger.changesSince(eventId, known, Infinity)),
        }),
    };
  }

  private call<T>(
    run: () => Promise<T>,
    {
      isInOrder = false,
      acknowledges,
      breakInside,
    }: {
      readonly isInOrder?: boolean;
      readonly acknowledges?: (result: T) => boolean;
      readonly breakInside?: () => Promise<void>;
    },
  ): Promise<T> {
    const { scheduler, dice, weather, database, owner } = this;
    const fate = drawFate(dice, weather);
    const isInside = breakInside !== undefined && fate !== 'arrives' && dice.oneIn(3);
    // Of an answer that gets lost, whether the commit waited for the standby to have it.
    const isReplicated = dice.oneIn(2);
    let delayMs = drawDelayMs(dice, weather);
    const backMs = drawDelayMs(dice, weather);
    if (isInOrder) {
      delayMs = Math.max(delayMs, this.appendsAfter - scheduler.now);
      this.appendsAfter = scheduler.now + delayMs;
    }
    const { era } = database;
    return new Promise<T>((resolve, reject) => {
      const fail = (why: string, afterMs: number) =>
        void scheduler.after(owner, afterMs, () => reject(new Error(why)));
      if (this.isCut) return fail('the line to the ledger is cut', SILENCE_MS);
      // What was sent takes effect, whether or not its sender lives to see it.
      scheduler.after(scheduler.nobody, delayMs, () => {
        if (!database.isUp || database.era !== era || this.isCut)
          return fail('the ledger cannot be reached', backMs);
        if (fate === 'lost before' && !isInside) return fail('lost before', backMs);
        // Who has crashed decides nothing any more, and its locks are let go.
        if (breakInside !== undefined && (owner.isGone || isInside)) {
          if (owner.isGone) return;
          breakInside().then(
            () => fail('lost inside', backMs),
            () => fail('lost inside', backMs),
          );
          return;
        }
        run().then(
          (result) => {
            const isDurable = acknowledges?.(result) === true && (fate === 'arrives' || isReplicated);
            if (isDurable) database.acknowledge();
            scheduler.after(owner, fate === 'lost after' ? backMs * 2 : backMs, () => {
              if (fate === 'lost after' || (database.era !== era && !isDurable))
                reject(new Error('lost after'));
              else resolve(result);
            });
          },
          (error: unknown) =>
            scheduler.after(owner, backMs, () =>
              reject(error instanceof Error ? error : new Error(String(error))),
            ),
        );
      });
    });
  }
}
