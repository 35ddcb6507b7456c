import type { Change } from '../../src/domain/change.ts';
import { stateLetters } from '../../src/domain/seat.ts';
import type { Batch } from '../../src/ports/batch.ts';
import { turns } from '../support/event-loop.ts';
import { rulesOf, smallEvent } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { replaceEpoch, statesOf, ownersOf, type StoredEvent } from '../support/memory-store.ts';
import { encode, hallAfter } from './history.ts';
import type { Call } from './line.ts';
import { KINDS, ModelOffice } from './model-office.ts';
import { HOLD_TTL_MS, ModelTime } from './step-clock.ts';
import { isDown, type OfficeState, type Step } from './trace.ts';

const EVENT = smallEvent({
  layout: { rows: 1, seatsPerRow: 2 },
  rules: rulesOf({ holdTtlMs: HOLD_TTL_MS, holdExtensions: 0 }),
});
const NAMES = ['A', 'B'];
/** What is on its way while a question of the model is asked. */
const QUESTIONS = [
  '',
  'changesSince>',
  'changesSince<',
  'load>',
  'load<',
  'append>',
  'append<',
  'appendLocked>',
  'appendLocked<',
];

/** The model's world made of real box offices on one memory ledger. Nothing happens in it but a trace's steps. */
export class ModelWorld {
  private readonly time = new ModelTime();
  private readonly memory = new MemoryLedger(this.time);
  private readonly offices: (ModelOffice | undefined)[] = [];
  private readonly heads = new Map<string, string>();
  /** The event as it was after each change, for ledgers that go back. */
  private readonly past = new Map<number, StoredEvent>();
  private readonly unsafe = new Set<Call>();
  private abroad: Batch | undefined;
  private news: { readonly to: number; readonly changes: readonly Change[] } | undefined;
  private firstEpoch = '';
  private remembered = '';

  private constructor(private readonly wants: readonly number[]) {}

  static async open(wants: readonly number[]): Promise<ModelWorld> {
    const world = new ModelWorld(wants);
    await world.memory.putEvent(EVENT);
    world.firstEpoch = world.memory.store.epoch;
    world.remember();
    for (const id of [0, 1]) await world.openOffice(id);
    return world;
  }

  /** Does one step, and lets everybody do what follows from it until they must wait. */
  async take({ name, a, b }: Step): Promise<void> {
    for (const office of this.offices) office?.told.splice(0);
    await this.act(name, a, b);
    this.remember();
    await turns(4);
  }

  /** How the real world looks, in the model's words. */
  describe({ offices }: Pick<Step, 'offices'>): unknown {
    const { position, changes, event } = this.stored;
    const told = this.offices.flatMap((office) => office?.told ?? []).sort();
    const ledger = {
      sequence: position.sequence,
      log: encode(changes, this.wants),
      epoch: this.epochNumber(position.epoch),
      version: event.version - 1,
      moment: this.time.moment,
    };
    const hall = this.hallOf(statesOf(this.stored), ownersOf(this.stored));
    return { told, ledger, hall, offices: offices.map((_, id) => this.describeOffice(id)) };
  }

  /** How the model says that it should look. */
  expected({ told, ledger, offices }: Step): unknown {
    const hall = hallAfter(ledger.log, ledger.sequence, this.wants);
    return {
      told: [...told].sort(),
      ledger,
      hall,
      offices: offices.map((each) => this.expectedOffice(each)),
    };
  }

  /** Tickets that the ledger does not know as their owner's. */
  strayTickets(): unknown[] {
    const known = [...this.stored.reservations.values()];
    const given = this.offices.flatMap((office) => office?.tickets ?? []);
    return given.filter(
      ({ userId, code }) => !known.some((each) => each.userId === userId && each.code === code),
    );
  }

  private async act(name: string, a: number, b: number): Promise<void> {
    switch (name) {
      case 'user_asks':
        return this.at(a).ask(b & 3, KINDS[b >> 2] ?? 'hold', this.wants[b & 3] ?? 0);
      case 'clock_asks':
        return this.at(a).askForTheClock(this.wants.map((_, user) => `u${user}`));
      case 'ledger_records':
      case 'ledger_answers':
        return this.at(a).line.next().execute();
      case 'ledger_records_unsafely':
      case 'ledger_answers_unsafely':
        return this.executeUnsafely(this.at(a).line.next());
      case 'answer_arrives':
      case 'said_arrives':
        return this.arrive(this.at(a).line.call(b));
      case 'request_is_lost':
      case 'answer_is_lost':
      case 'question_is_lost':
        return this.at(a).line.call(b).fail();
      case 'request_is_late':
        return this.abandon(this.at(a).line.next()).fail();
      case 'patience_ends':
        return this.at(a).endPatience();
      case 'timer_rings':
        return this.at(a).ringTimer();
      case 'office_crashes':
        if (b === 1) this.abandon(this.at(a).line.next());
        this.offices[a] = undefined;
        return;
      case 'office_opens':
        await this.openOffice(a);
        return this.at(a).office.refresh();
      case 'office_hears':
        if (this.news?.to !== a) throw new Error('there are no news');
        return this.at(a).office.hear(this.news.changes);
      case 'office_compares':
        return this.at(a).office.refresh();
      case 'late_request_arrives':
        return this.arriveLate();
      case 'time_passes':
        this.time.moment++;
        return;
      case 'standby_takes_over':
      case 'backup_is_restored':
        return this.goBack(a);
      case 'epoch_begins':
        return replaceEpoch(this.memory.store);
      case 'organiser_saves':
        await this.memory.putEvent(EVENT);
        return;
      default:
        throw new Error(`unknown step ${name}`);
    }
  }

  private async openOffice(id: number): Promise<void> {
    const office = await ModelOffice.open(this.memory, this.time, NAMES[id] ?? '');
    this.offices[id] = office;
    office.office.onChanges((changes, origin) => {
      if (origin === 'here') this.news = { to: 1 - id, changes };
    });
  }

  private at(id: number): ModelOffice {
    const office = this.offices[id];
    if (office === undefined) throw new Error(`office ${id} is down`);
    return office;
  }

  /** The primary has it and says nothing: the standby does not have it yet. */
  private async executeUnsafely(call: Call): Promise<void> {
    const before = this.stored.position.sequence;
    await call.execute();
    if (this.stored.position.sequence > before || call.batch?.changes.length === 0) this.unsafe.add(call);
  }

  private arrive(call: Call): void {
    if (this.unsafe.delete(call)) call.fail();
    else call.answer();
  }

  private abandon(call: Call): Call {
    this.abroad = call.batch;
    return call;
  }

  private async arriveLate(): Promise<void> {
    if (this.abroad === undefined) throw new Error('nothing is late');
    await this.memory.append(this.abroad);
  }

  private goBack(sequence: number): void {
    const then = this.past.get(sequence);
    if (then === undefined) throw new Error(`there was no ${sequence}`);
    const { event, position } = this.stored;
    const copy = structuredClone(then);
    copy.event = event;
    copy.position = { ...copy.position, epoch: position.epoch };
    this.memory.store.events.set(EVENT.eventId, copy);
  }

  /** Notes the ledger's state under its history. */
  private remember(): void {
    const { stored } = this;
    const { sequence, head, epoch } = stored.position;
    if (head === this.remembered) return;
    this.remembered = head;
    this.past.set(sequence, structuredClone(stored));
    this.heads.set(headKey(sequence, encode(stored.changes, this.wants), this.epochNumber(epoch)), head);
  }

  private get stored(): StoredEvent {
    const stored = this.memory.store.events.get(EVENT.eventId);
    if (stored === undefined) throw new Error('no event');
    return stored;
  }

  private epochNumber(epoch: string): number {
    return epoch === this.firstEpoch ? 0 : 1;
  }

  private hallOf(states: string, owners: readonly (string | undefined)[]): string[] {
    return [...states].map((state, i) => `${state}:${owners[i] ?? ''}`);
  }

  private describeOffice(id: number): unknown {
    const office = this.offices[id];
    if (office === undefined) return 'down';
    const { seatMap, queueLength, isReady } = office.office;
    const seatIds = [1, 2];
    const states = seatIds.map((seatId) => stateLetters[seatMap.stateOf(seatId) ?? 'blocked']).join('');
    return {
      isReady,
      sequence: seatMap.sequence,
      head: seatMap.head,
      hall: this.hallOf(
        states,
        seatIds.map((seatId) => seatMap.ownerOf(seatId)),
      ),
      epoch: this.epochNumber(seatMap.epoch),
      version: seatMap.event.version - 1,
      waiting: queueLength,
      line: office.line.describe(),
      timers: office.timers,
    };
  }

  private expectedOffice(state: OfficeState): unknown {
    if (isDown(state)) return 'down';
    const { sequence, log, epoch, version, waiting, question, lines, timers, mode } = state;
    const appends = lines.filter((line) => line > 0).map((line) => (line === 1 ? 'append>' : 'append<'));
    return {
      isReady: mode !== STALLED && mode !== AWAY,
      sequence,
      head: this.heads.get(headKey(sequence, log, epoch)),
      hall: hallAfter(log, sequence, this.wants),
      epoch,
      version,
      waiting,
      line: question > 0 ? QUESTIONS[question] : appends.join(' '),
      timers,
    };
  }
}

const STALLED = 3;
const AWAY = 4;

/** Only the first head is another in another epoch. */
function headKey(sequence: number, log: number, epoch: number): string {
  return sequence === 0 ? `0@${epoch}` : `${sequence}:${log}`;
}
