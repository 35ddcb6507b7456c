import type { WaitingRoom } from '../domain/event.ts';
import { placeOf, type LineState, type Turn } from '../domain/waiting-line.ts';
import type { Clock } from '../ports/clock.ts';
import type { Leaver, WaitingLineStore } from '../ports/waiting-line-store.ts';
import type { BoxOffice } from './box-office.ts';
import { doorRules } from './door-rules.ts';

/** A line that has not been heard of for so long stands still. */
const SILENCE_MS = 5_000;

/** So many who are through are remembered while the store is away; of more, the turns run out by themselves. */
const UNFINISHED_MAX = 10_000;

/** So many of those who left before anybody was let in are given their places at a time. */
const LEAVERS_AT_ONCE = 500;

/** Whoever wants to know that doors stand still, and that they move again. */
export interface DoorsObserver {
  stopped(eventId: string, error: unknown): void;
  moving(eventId: string): void;
}

/** How a line stands, as far as this server knows. */
export interface DoorsReading extends LineState {
  /** False while the store cannot be asked: those inside go on, and nobody else is let in. */
  readonly isFresh: boolean;
}

/** How a line stands, for whoever measures it. */
export interface MeasuredLine {
  readonly eventId: string;
  readonly state: LineState;
  readonly isStopped: boolean;
}

/** Turns that were used or given back. */
interface EndedTurns {
  /** How many the store has told of. */
  count: number;
  /** The places whose time is not over yet. */
  readonly places: Set<number>;
}

/** Where one user stands. */
export interface Standing {
  readonly number: number;
  /** Null while it depends on who else comes before the opening. */
  readonly place: number | null;
  readonly turn: Turn;
  readonly reading: DoorsReading;
}

/**
 * Moves the doors of the waiting rooms of this server's events, about once a second, and keeps what the store said,
 * so that however many ask how the line stands cost nothing. All servers of an event do the same; the store
 * lets in by the time that has passed, not by how often it is asked.
 *
 * Modes of each event's doors:
 *
 *   unknown ──first answer──► moving ──the store fails──► stopped ──it answers──► moving …
 *
 * While they are stopped nobody is let in; those inside go on, because the box office checks passes by itself.
 */
export class Doors {
  private readonly readings = new Map<string, { readonly reading: LineState; readonly atMs: number }>();
  private readonly stopped = new Set<string>();
  /** By event. */
  private readonly ended = new Map<string, EndedTurns>();
  /** Who is through while the store could not be told; by event and user. */
  private readonly unfinished = new Map<string, { readonly office: BoxOffice; readonly userId: string }>();
  private cancel: () => void = () => undefined;
  private isClosed = false;

  constructor(
    private readonly offices: { all(): Iterable<BoxOffice> },
    private readonly store: WaitingLineStore,
    private readonly clock: Pick<Clock, 'after' | 'monotonicMs'>,
    private readonly observer: DoorsObserver,
    /** How often the doors move, and so how old the answer to "how does the line stand?" is at most. */
    private readonly intervalMs: number,
  ) {
    this.again();
  }

  /** The newest reading; asks the store only when there has been none. Rejects when that fails. */
  async reading(office: BoxOffice, room: WaitingRoom): Promise<DoorsReading> {
    const known = this.readings.get(office.seatMap.event.eventId);
    if (known === undefined) return { ...(await this.advance(office, room)), isFresh: true };
    return { ...known.reading, isFresh: this.clock.monotonicMs() - known.atMs < SILENCE_MS };
  }

  /** Where a user stands; undefined when they have not joined. */
  async standingOf(office: BoxOffice, room: WaitingRoom, userId: string): Promise<Standing | undefined> {
    const { event } = office.seatMap;
    const number = await this.store.numberOf(event.eventId, userId);
    if (number === undefined) return undefined;
    const reading = await this.reading(office, room);
    const place = placeOf(room, number, reading.preQueued);
    if (place === null) return { number, place, turn: { is: 'waiting' }, reading };
    const turn = await this.store.turnOf(event.eventId, doorRules(office.seatMap, room), place);
    const isThrough =
      turn.is === 'served' &&
      (this.unfinished.has(nameOf(event.eventId, userId)) || hasUsed(office, userId, turn));
    if (!isThrough) return { number, place, turn, reading };
    // Who is through gets no other pass, also when the store was not told: it was away, or a server died over it.
    this.finish(office, userId);
    return { number, place, turn: { is: 'done' }, reading };
  }

  /** The user has what they came for: room for the next. Nobody waits for it; what fails is tried again. */
  finish(office: BoxOffice, userId: string): void {
    const { eventId, rules } = office.seatMap.event;
    const name = nameOf(eventId, userId);
    if (rules.waitingRoom === null) {
      this.unfinished.delete(name);
      return;
    }
    if (this.unfinished.size < UNFINISHED_MAX) this.unfinished.set(name, { office, userId });
    this.tellFinished(office, rules.waitingRoom, userId).then(
      () => this.unfinished.delete(name),
      // The doors tell it again when they move.
      () => undefined,
    );
  }

  /** The user gives back the place or the turn, and may line up anew. */
  async leave(
    office: BoxOffice,
    room: WaitingRoom,
    { userId, ip }: Pick<Leaver, 'userId' | 'ip'>,
  ): Promise<void> {
    const { eventId } = office.seatMap.event;
    const number = await this.store.numberOf(eventId, userId);
    if (number === undefined) return;
    const place = lastingPlaceOf(room, number, await this.reading(office, room));
    await this.store.leaveLine(eventId, { userId, ip, number, place });
    this.unfinished.delete(nameOf(eventId, userId));
    if (place !== null) this.endedOf(eventId).places.add(place);
  }

  /**
   * Whether a turn was used or given back, so that its pass opens nothing more, also when what was reserved with it
   * has been cancelled. Known at once at the server that was told, at the others when they next move their doors.
   */
  hasEndedEarly(eventId: string, place: number): boolean {
    return this.ended.get(eventId)?.places.has(place) ?? false;
  }

  /** Moves the doors now, so that what the organiser has just changed is so at once. */
  async move(office: BoxOffice): Promise<void> {
    const { eventId, rules } = office.seatMap.event;
    const moved: Promise<unknown> =
      rules.waitingRoom === null ? this.dissolve(eventId) : this.advance(office, rules.waitingRoom);
    // What fails here is told by the doors that stand still.
    await moved.catch(() => undefined);
  }

  /** Makes the rules of a line known to the store, so that whoever joins next is bound by them. */
  async announce(office: BoxOffice): Promise<void> {
    const { eventId, rules } = office.seatMap.event;
    if (rules.waitingRoom === null || this.readings.has(eventId) || this.stopped.has(eventId)) return;
    await this.move(office);
  }

  /** Whether anybody has had a turn; then the places of those who came early are fixed. */
  async hasLetIn(office: BoxOffice, room: WaitingRoom): Promise<boolean> {
    return (await this.advance(office, room)).serving > 0;
  }

  /** The lines whose doors this server moves. */
  *lines(): Iterable<MeasuredLine> {
    for (const [eventId, { reading: state }] of this.readings) {
      yield { eventId, state, isStopped: this.stopped.has(eventId) };
    }
  }

  close(): void {
    this.isClosed = true;
    this.cancel();
  }

  /** There is no waiting room any more, and here is somebody who had moved its doors. */
  private async dissolve(eventId: string): Promise<void> {
    await this.store.dissolveLine(eventId);
    this.readings.delete(eventId);
    this.stopped.delete(eventId);
    this.ended.delete(eventId);
  }

  private async tellFinished(office: BoxOffice, room: WaitingRoom, userId: string): Promise<void> {
    const { eventId } = office.seatMap.event;
    const number = await this.store.numberOf(eventId, userId);
    if (number === undefined) return;
    const place =
      lastingPlaceOf(room, number, await this.reading(office, room)) ??
      // Who is through was let in, though a reading of a moment ago may not know of it: another server moved the doors.
      lastingPlaceOf(room, number, await this.advance(office, room));
    if (place === null) return;
    this.endedOf(eventId).places.add(place);
    await this.store.finishTurn(eventId, place);
  }

  private again(): void {
    this.cancel = this.clock.after(this.intervalMs, () => {
      void this.advanceAll().finally(() => {
        if (!this.isClosed) this.again();
      });
    });
  }

  private async advanceAll(): Promise<void> {
    const due = Array.from(this.offices.all(), async (office) => {
      const { eventId, rules } = office.seatMap.event;
      if (rules.waitingRoom !== null) await this.advance(office, rules.waitingRoom);
      else if (this.readings.has(eventId)) await this.dissolve(eventId);
    });
    await Promise.allSettled(due);
    for (const { office, userId } of this.unfinished.values()) {
      if (!this.stopped.has(office.seatMap.event.eventId)) this.finish(office, userId);
    }
  }

  /** Who left before anybody was let in has a place for good since then, where nobody is to be waited for. */
  private async placeLeavers(eventId: string, room: WaitingRoom, state: LineState): Promise<void> {
    const { serving, preQueued } = state;
    if (serving === 0 || preQueued === null) return;
    for (;;) {
      const numbers = await this.store.takeLeftEarly(eventId, LEAVERS_AT_ONCE);
      const places = numbers.map((number) => placeOf(room, number, preQueued) ?? 0);
      await Promise.all(places.map((place) => this.store.finishTurn(eventId, place)));
      if (numbers.length < LEAVERS_AT_ONCE) return;
    }
  }

  private endedOf(eventId: string): EndedTurns {
    let ended = this.ended.get(eventId);
    if (ended === undefined) this.ended.set(eventId, (ended = { count: 0, places: new Set() }));
    return ended;
  }

  /** What other servers were told; of turns that are over, passes are over too. */
  private async hearOfEnded(eventId: string, { overTo }: LineState): Promise<void> {
    const ended = this.endedOf(eventId);
    const asked = ended.count;
    const { count, places } = await this.store.endedEarly(eventId, asked);
    // The line began anew: its places are other people's now.
    if (count < asked) ended.places.clear();
    for (const place of places) ended.places.add(place);
    for (const place of ended.places) if (place <= overTo) ended.places.delete(place);
    ended.count = count;
  }

  private async advance(office: BoxOffice, room: WaitingRoom): Promise<LineState> {
    const { event, sequence } = office.seatMap;
    const { eventId } = event;
    try {
      const reading = await this.store.advanceLine(
        eventId,
        doorRules(office.seatMap, room),
        office.wallNow(),
        sequence,
      );
      const before = this.readings.get(eventId)?.reading;
      // Numbers begin at 1 again, also where the store has not been told yet of any turn that ended early.
      if (before !== undefined && reading.joined < before.joined) this.ended.delete(eventId);
      this.readings.set(eventId, { reading, atMs: this.clock.monotonicMs() });
      if (this.stopped.delete(eventId)) this.observer.moving(eventId);
      await this.placeLeavers(eventId, room, reading);
      await this.hearOfEnded(eventId, reading);
      return reading;
    } catch (error) {
      if (!this.isClosed && !this.stopped.has(eventId)) {
        this.stopped.add(eventId);
        this.observer.stopped(eventId, error);
      }
      throw error;
    }
  }
}

function hasUsed({ seatMap }: BoxOffice, userId: string, turn: Extract<Turn, { is: 'served' }>): boolean {
  const reservations = seatMap.place(userId)?.reservations ?? [];
  return reservations.some(({ sequence }) => sequence > turn.sequence);
}

/**
 * The place that a number has whatever happens; null as long as nobody has been let in. Until then the opening may be put
 * off and the order be changed: what is said of a place now would be said of whoever has it then.
 */
function lastingPlaceOf(room: WaitingRoom, number: number, { serving, preQueued }: LineState): number | null {
  return serving === 0 ? null : placeOf(room, number, preQueued);
}

const nameOf = (eventId: string, userId: string): string => `${eventId} ${userId}`;
