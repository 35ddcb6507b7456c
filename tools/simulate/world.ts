import type { Answer, Command } from '../../server/src/domain/command.ts';
import type { Refusal } from '../../server/src/domain/refusal.ts';
import type { IdempotencyKey } from '../../server/src/box-office/proposal.ts';
import { defaultBoxOfficeOptions, type BoxOfficeOptions } from '../../server/src/box-office/options.ts';
import { Findings } from '../../server/test/support/audit/findings.ts';
import { LogAuditor, type AuditRules } from '../../server/test/support/audit/log-auditor.ts';
import { Answers } from './checks/answers.ts';
import { Books } from './checks/books.ts';
import { Replicas } from './checks/replicas.ts';
import { WatchedStore } from './checks/watched-store.ts';
import { SimulatedBus } from './net/bus.ts';
import { LedgerLine, type LedgerSabotage } from './net/ledger-line.ts';
import { Requests, type NoAnswer } from './net/requests.ts';
import { drawDelayMs, type Weather } from './net/weather.ts';
import { Watcher } from './people/watcher.ts';
import type { Plan, Shape } from './plan.ts';
import { Database } from './server/database.ts';
import { putHall } from './server/hall.ts';
import { Instance } from './server/instance.ts';
import { machineClock } from './time/clocks.ts';
import type { Dice } from './time/dice.ts';
import { Owner, START_MS, type Scheduler } from './time/scheduler.ts';

/** Something planted, to see that it is noticed. */
export interface Sabotage extends LedgerSabotage {
  readonly options?: Partial<BoxOfficeOptions>;
}

/** How wrong an instance may be about the time, by half a round trip and by drift. */
const TOLERANCE_MS = 40;
/** The same while somebody sets the ledger's clock. */
const STEP_TOLERANCE_MS = 1_500;
/** How long an append may take before those who wait are told that we don't know. */
const PATIENCE_MS = 700;
/** More appends than any life of an instance makes. */
const MARKS_EACH = 1_000_000;
/** The longest that a command is under way: its delays, patience, and being decided again. */
const LATE_MS = 20_000;

/** Everything there is in a run, and the lines between. */
export class World {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly findings: Findings;
  readonly weather: Weather;
  readonly database: Database;
  readonly books: Books;
  readonly bus: SimulatedBus;
  readonly requests: Requests;
  readonly answers: Answers;
  readonly store: WatchedStore;
  readonly instances: Instance[] = [];
  readonly watchers: Watcher[] = [];
  readonly auditRules: AuditRules;
  readonly shape: Shape;
  readonly seatCount: number;
  private readonly replicas: Replicas;
  private auditor: LogAuditor;
  private lives = 0;
  /** Operations that somebody waits for. */
  unfinished = 0;
  /** How often an event was loaded anew. */
  reloads = 0;

  private constructor(
    plan: Plan,
    parts: { scheduler: Scheduler; dice: Dice; findings: Findings; database: Database; seatCount: number },
    private readonly sabotage: Sabotage,
    /** Told what happens, in words, when somebody wants to know. */
    private readonly listener: ((line: string) => void) | undefined,
  ) {
    const { shape } = plan;
    this.shape = shape;
    const { dice, scheduler, findings } = parts;
    this.dice = dice;
    this.scheduler = scheduler;
    this.findings = findings;
    this.database = parts.database;
    this.seatCount = parts.seatCount;
    this.weather = { lossRate: 0, delayRate: 0, longDelayMs: 2_000 };
    this.bus = new SimulatedBus(scheduler, dice, this.weather);
    this.requests = new Requests(scheduler, dice, this.weather);
    this.store = new WatchedStore(scheduler, dice, this.weather, findings);
    this.books = new Books(this.seatCount, this.database.position, {
      trueMs: () => scheduler.now,
      ledgerMs: () => this.database.steadyMs(),
    });
    this.database.tell = (line) => this.tell(line);
    this.database.books = this.books;
    this.database.acknowledge();
    this.auditRules = {
      settleMs: shape.settleMs,
      graceMs: shape.graceMs,
      keptMaxMs: (1 + shape.holdExtensions) * shape.holdTtlMs,
      restMs: shape.changesRules ? shape.holdTtlMs / 2 : shape.holdTtlMs,
      lateMs: LATE_MS,
      toleranceMs: shape.hasClockSteps ? STEP_TOLERANCE_MS : TOLERANCE_MS,
      wallErrorMs: shape.hasClockSteps ? Infinity : 200,
    };
    this.auditor = new LogAuditor(this.auditRules, findings);
    this.database.watch = {
      recorded: (batch, event) => {
        for (const change of batch.changes) {
          const entry = this.books.record(change, event);
          this.auditor.see(entry);
          scheduler.noteText(change.hash);
          this.tell(() => `  recorded ${change.sequence}: ${wordsOf(change)}`);
        }
      },
      wentBack: (length) => {
        this.tell(() => `  the ledger lost what came after change ${length}`);
        this.books.goBack(length);
        this.auditor = new LogAuditor(this.auditRules, findings);
        this.auditor.takeAsRead(this.books.log);
      },
    };
    this.answers = new Answers(this.books, this.database, findings);
    this.replicas = new Replicas(this.books, findings);
  }

  static async begin(
    scheduler: Scheduler,
    dice: Dice,
    plan: Plan,
    sabotage: Sabotage,
    listener: ((line: string) => void) | undefined,
  ): Promise<World> {
    const findings = new Findings();
    const database = new Database(scheduler, findings, { epoch: dice.hex(12), logKey: dice.hex(32) });
    const seatCount = await putHall(database, plan.shape);
    const parts = { scheduler, dice, findings, database, seatCount };
    const world = new World(plan, parts, sabotage, listener);
    for (let i = 0; i < plan.shape.instances; i++) world.start(i);
    return world;
  }

  /** Those who watch come when there is something to watch. */
  bringWatchers(): void {
    for (let i = 0; i < this.shape.watchers; i++) this.watchers.push(new Watcher(`watcher ${i + 1}`, this));
  }

  /** Lets time pass, and looks at everything after everything that happens. */
  async pass(ms: number): Promise<void> {
    await this.scheduler.advance(ms, this.look);
  }

  readonly look = (): void => this.replicas.look(this.instances, this.watchers);

  tell(line: () => string): void {
    if (this.listener === undefined) return;
    const s = ((this.scheduler.now - START_MS) / 1_000).toFixed(3);
    this.listener(`${s.padStart(8)} ${line()}`);
  }

  delayMs(): number {
    return drawDelayMs(this.dice, this.weather);
  }

  pause(ms: number): Promise<void> {
    return this.scheduler.delay(this.scheduler.nobody, ms);
  }

  /** Wherever the balancer puts somebody. */
  anyInstance(): Instance {
    const instance = this.instances[this.dice.below(this.instances.length)];
    if (instance === undefined) throw new Error('there is no instance');
    return instance;
  }

  /** Sends a command to some instance, and holds the answer against the books when it is given. */
  async submit(command: Command, key?: IdempotencyKey): Promise<Answer | Refusal | NoAnswer> {
    const { scheduler } = this;
    const instance = this.anyInstance();
    const name = () => `${wordsOfCommand(command)} at instance ${instance.index + 1}`;
    this.tell(name);
    this.unfinished++;
    const outcome = await this.requests.send(instance, async () => {
      const office = await instance.open();
      const errorMs = () => office.now() - scheduler.now;
      const asked = this.answers.ask(command, key, errorMs());
      try {
        const answer = await office.submit(instance.admitted(command), key);
        this.answers.check(asked, answer, errorMs());
        if ('code' in answer && 'userId' in command) instance.doors?.finish(office, command.userId);
        return answer;
      } catch (error) {
        // A box office rejects nothing; and an answer at which the checks stumble is not what was asked for.
        this.findings.add('threw', `${wordsOfCommand(command)}: ${String(error)}`);
        throw error;
      }
    });
    this.unfinished--;
    this.tell(() => `  ${name()}: ${typeof outcome === 'symbol' ? 'no answer' : JSON.stringify(outcome)}`);
    scheduler.note(typeof outcome === 'symbol' ? 1 : 'refused' in outcome ? 2 : 3);
    return outcome;
  }

  crash(index: number): void {
    this.tell(() => `instance ${index + 1} crashes`);
    this.instances[index]?.crash();
    this.start(index);
  }

  /** Nothing goes on. */
  stop(): void {
    for (const watcher of this.watchers) watcher.sync.stop();
    for (const instance of this.instances) instance.crash();
  }

  private start(index: number): void {
    const { dice, scheduler, shape, weather } = this;
    const owner = new Owner(`instance ${index + 1}, life ${++this.lives}`);
    const clock = machineClock(scheduler, owner, {
      rate: 1 + (dice.draw() - 0.5) * 1e-4,
      offsetMs: dice.between(0, 1e6),
      wallAheadMs: dice.between(-1e7, 1e7),
    });
    const line = new LedgerLine(this.database, owner, scheduler, dice, weather, this.sabotage);
    const options = {
      ...defaultBoxOfficeOptions,
      isShared: true,
      settleMs: shape.settleMs,
      graceMs: shape.graceMs,
      failureRate: shape.failureRate,
      batchSizeMax: 8,
      secondBatchSizeMin: 1,
      appendsInFlightMax: shape.appendsInFlightMax,
      patienceMs: PATIENCE_MS,
      marksFrom: this.lives * MARKS_EACH,
      ...this.sabotage.options,
    };
    scheduler.current = owner;
    this.instances[index] = new Instance(index, {
      owner,
      clock,
      line,
      options,
      bus: this.bus.connect(owner),
      admission: this.store.connect(owner),
      isTerse: dice.oneIn(2),
      onReload: (why) => {
        this.reloads++;
        this.tell(() => `  instance ${index + 1} loads the event anew: ${why}`);
      },
    });
    scheduler.current = scheduler.nobody;
  }
}

/** Without what only the log needs. */
function wordsOf(change: object): string {
  const isForLog = (name: string) => name === 'hash' || name === 'sequence' || name === 'at';
  return JSON.stringify(change, (name, value: unknown) => (isForLog(name) ? undefined : value));
}

function wordsOfCommand({ kind, ...rest }: Command): string {
  const { reservation, ...wanted } = rest as Record<string, unknown>;
  const what = typeof reservation === 'number' ? { ...wanted, reservation } : wanted;
  return `${kind} ${JSON.stringify(what)}`;
}
