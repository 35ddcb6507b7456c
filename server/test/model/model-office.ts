import { BoxOffice } from '../../src/box-office/box-office.ts';
import { LedgerClock } from '../../src/box-office/ledger-clock.ts';
import { silentObserver } from '../../src/box-office/observer.ts';
import { defaultBoxOfficeOptions } from '../../src/box-office/options.ts';
import type { Answer } from '../../src/domain/command.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import type { MemoryLedger } from '../support/memory-ledger.ts';
import { Line } from './line.ts';
import { GRACE_MS, StepClock, type ModelTime } from './step-clock.ts';

const PATIENCE_MS = 5_000;
const RECOVERY_MS = 500;
/** Each instance has marks of its own, and makes fewer appends than that. */
const MARKS_EACH = 1_000_000;
let offices = 0;

const OPTIONS = {
  ...defaultBoxOfficeOptions,
  failureRate: 0,
  graceMs: GRACE_MS,
  isShared: true,
  secondBatchSizeMin: 1,
  patienceMs: PATIENCE_MS,
};
export const KINDS = ['hold', 'confirm', 'assignAny'] as const;
const ANSWERS = { done: 1, refused: 2, unavailable: 5 };

/** A real box office, its clock, and its line to the ledger. */
export class ModelOffice {
  /** What its users were told, as `user:answer`. */
  readonly told: string[] = [];
  /** The codes on the tickets that its users were given. */
  readonly tickets: { readonly userId: string; readonly code: string }[] = [];
  private codes = 0;

  private constructor(
    readonly office: BoxOffice,
    readonly line: Line,
    private readonly clock: StepClock,
    private readonly name: string,
  ) {}

  static async open(memory: MemoryLedger, time: ModelTime, name: string): Promise<ModelOffice> {
    const clock = new StepClock(time);
    const line = new Line(memory);
    const ledgerClock = new LedgerClock(clock, memory);
    await ledgerClock.synchronise();
    const snapshot = await memory.load('default');
    if (snapshot === undefined) throw new Error('no event');
    const office = new BoxOffice(
      line.ledger,
      ledgerClock,
      snapshot,
      { ...OPTIONS, marksFrom: ++offices * MARKS_EACH },
      silentObserver,
    );
    return new ModelOffice(office, line, clock, name);
  }

  get timers(): number {
    return this.clock.count(RECOVERY_MS);
  }

  ask(user: number, kind: (typeof KINDS)[number], wanted: number): void {
    const userId = `u${user}`;
    const key = { userId, keyPrint: user + 1, wishPrint: 1 };
    const reservation = {
      code: `${this.name}-${user}-${this.codes++}`,
      userName: userId,
      phone: '',
      lot: 0.5,
    };
    const { office } = this;
    if (kind === 'hold') this.tell(user, office.submit({ kind, userId, seatIds: [wanted + 1] }));
    else if (kind === 'assignAny') this.tell(user, office.submit({ kind, userId, reservation }, key));
    else this.tell(user, office.submit({ kind, userId, seatIds: undefined, reservation }, key));
  }

  askForTheClock(userIds: readonly string[]): void {
    void this.office.submit({ kind: 'expire', userIds });
  }

  endPatience(): void {
    this.clock.ring(PATIENCE_MS);
  }

  ringTimer(): void {
    this.clock.ring(RECOVERY_MS);
  }

  private tell(user: number, outcome: Promise<Answer | Refusal>): void {
    void outcome.then((given) => {
      this.told.push(`${user}:${codeOf(given)}`);
      if ('code' in given) this.tickets.push({ userId: `u${user}`, code: given.code });
    });
  }
}

function codeOf(outcome: Answer | Refusal): number {
  if (!isRefusal(outcome)) return ANSWERS.done;
  return outcome.refused === 'unavailable' ? ANSWERS.unavailable : ANSWERS.refused;
}
