import type { DoorRules, LineState } from '../../domain/waiting-line.ts';
import type { AdmissionStore, JoinRequest, JoinResult } from '../../ports/admission-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { lineMemoryMs, type Leaver } from '../../ports/waiting-line-store.ts';
import { MemoryAdmissionStore } from './admission-store.ts';
import { CallJournal, type JournaledCall } from './call-journal.ts';

/** Told when places are not written down any more, because the disk is full or gone; once until it works again. */
export interface JournalObserver {
  failed(error: unknown): void;
}

/** Longer than anybody is remembered: pre-queues of a week, and a day. */
const FORGET_AFTER_MS = lineMemoryMs({ preQueueMs: 7 * 24 * 3_600_000 });

/**
 * Admission of an instance that is alone, which keeps its lines when it begins anew: every call that changed
 * something is written down, and made again at the start, with the clock of then.
 *
 *   reading ──all calls made again──► writing ──a write fails──► forgetful ──one succeeds──► writing …
 *
 * While it is forgetful everything works as in memory only: a place in line is worth less than an open door.
 */
export class LastingAdmissionStore implements AdmissionStore {
  private readonly lastStates = new Map<string, string>();
  private isForgetful = false;
  /** Ends of lines that could not be written down: without them those of before would stand in the new ones. */
  private owed: JournaledCall[] = [];

  private constructor(
    private readonly store: MemoryAdmissionStore,
    private readonly journal: CallJournal,
    private readonly clock: Clock,
    private readonly observer: JournalObserver,
  ) {}

  static async open(path: string, clock: Clock, observer: JournalObserver): Promise<LastingAdmissionStore> {
    const calls = stillMattering(await CallJournal.read(path), clock.wallMs());
    const then = new ClockOfThen(clock);
    const store = new MemoryAdmissionStore(then);
    for (const call of calls) {
      then.setTo(call.atMs);
      await make(store, call);
    }
    then.setToNow();
    return new LastingAdmissionStore(store, await CallJournal.create(path, calls), clock, observer);
  }

  async join(request: JoinRequest): Promise<JoinResult> {
    const atMs = this.clock.wallMs();
    const result = await this.store.join(request);
    // With the number: some of those before them may not have been written down.
    if (result.joined) await this.write('join', [request, result.queueNumber], atMs);
    return result;
  }

  async reset(eventId: string): Promise<void> {
    await this.store.reset(eventId);
    this.lastStates.delete(eventId);
    await this.write('reset', [eventId]);
  }

  async advanceLine(eventId: string, rules: DoorRules, nowMs: number, sequence: number): Promise<LineState> {
    const state = await this.store.advanceLine(eventId, rules, nowMs, sequence);
    // Once a second for each line: most of the time nothing has come of it.
    const text = JSON.stringify([rules, state.serving, state.overTo, state.preQueued]);
    if (this.lastStates.get(eventId) !== text) {
      this.lastStates.set(eventId, text);
      const isWritten = await this.write('advanceLine', [eventId, rules, nowMs, sequence]);
      if (!isWritten) this.lastStates.delete(eventId);
    }
    return state;
  }

  async finishTurn(eventId: string, place: number): Promise<void> {
    await this.store.finishTurn(eventId, place);
    await this.write('finishTurn', [eventId, place]);
  }

  async leaveLine(eventId: string, leaver: Leaver): Promise<void> {
    await this.store.leaveLine(eventId, leaver);
    await this.write('leaveLine', [eventId, leaver]);
  }

  async takeLeftEarly(eventId: string, most: number): Promise<readonly number[]> {
    const numbers = await this.store.takeLeftEarly(eventId, most);
    if (numbers.length > 0) await this.write('takeLeftEarly', [eventId, most]);
    return numbers;
  }

  async dissolveLine(eventId: string): Promise<void> {
    await this.store.dissolveLine(eventId);
    this.lastStates.delete(eventId);
    await this.write('dissolveLine', [eventId]);
  }

  numberOf: AdmissionStore['numberOf'] = (...asked) => this.store.numberOf(...asked);
  turnOf: AdmissionStore['turnOf'] = (...asked) => this.store.turnOf(...asked);
  endedEarly: AdmissionStore['endedEarly'] = (...asked) => this.store.endedEarly(...asked);
  ping: AdmissionStore['ping'] = () => this.store.ping();

  async close(): Promise<void> {
    await this.journal.close();
    await this.store.close();
  }

  private async write(verb: Verb, args: readonly unknown[], atMs = this.clock.wallMs()): Promise<boolean> {
    const calls = [...this.owed, { atMs, verb, args }];
    this.owed = [];
    try {
      await Promise.all(calls.map((call) => this.journal.append(call)));
      this.isForgetful = false;
      return true;
    } catch (error) {
      this.owed.push(...calls.filter((call) => call.verb === 'reset' || call.verb === 'dissolveLine'));
      if (!this.isForgetful) this.observer.failed(error);
      this.isForgetful = true;
      return false;
    }
  }
}

const verbs = [
  'join',
  'reset',
  'advanceLine',
  'finishTurn',
  'leaveLine',
  'takeLeftEarly',
  'dissolveLine',
] as const;
type Verb = (typeof verbs)[number];

function isVerb(text: string): text is Verb {
  return verbs.some((verb) => verb === text);
}

/** What is written down was given by ourselves, with the types that the verb takes. */
async function make(store: MemoryAdmissionStore, { verb, args }: JournaledCall): Promise<void> {
  if (!isVerb(verb)) return;
  const call = store[verb].bind(store) as (...args: readonly unknown[]) => Promise<unknown>;
  await call(...args);
}

/** Without the calls before an event was reset, and those of events that nobody has come to for a long time. */
function stillMattering(calls: readonly JournaledCall[], nowMs: number): readonly JournaledCall[] {
  const lastReset = new Map<string, number>();
  const lastAtMs = new Map<string, number>();
  for (const [i, call] of calls.entries()) {
    if (call.verb === 'reset') lastReset.set(eventOf(call), i);
    lastAtMs.set(eventOf(call), call.atMs);
  }
  return calls.filter((call, i) => {
    const event = eventOf(call);
    return i >= (lastReset.get(event) ?? 0) && (lastAtMs.get(event) ?? 0) > nowMs - FORGET_AFTER_MS;
  });
}

function eventOf({ args: [first] }: JournaledCall): string {
  return typeof first === 'string' ? first : (first as JoinRequest).eventId;
}

/** Shows the time at which a call was made, and from then on the time of now. */
class ClockOfThen implements Clock {
  private thenMs: number | undefined;

  constructor(private readonly clock: Clock) {}

  setTo(wallMs: number): void {
    this.thenMs = wallMs;
  }

  setToNow(): void {
    this.thenMs = undefined;
  }

  wallMs(): number {
    return this.thenMs ?? this.clock.wallMs();
  }

  monotonicMs(): number {
    const agoMs = this.thenMs === undefined ? 0 : Math.max(0, this.clock.wallMs() - this.thenMs);
    return this.clock.monotonicMs() - agoMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.clock.after(delayMs, callback);
  }
}
