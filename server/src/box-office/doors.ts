import type { Event, WaitingRoom } from '../domain/event.ts';
import { placeOf, type DoorRules, type LineState, type Turn } from '../domain/waiting-line.ts';
import type { Clock } from '../ports/clock.ts';
import type { WaitingLineStore } from '../ports/waiting-line-store.ts';
import type { BoxOffice } from './box-office.ts';

/** A line that has not been heard of for so long stands still. */
const SILENCE_MS = 5_000;

/** So many who are through are remembered while the store is away; of more, the turns run out by themselves. */
const UNFINISHED_MAX = 10_000;

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
    const rules = doorRules(event, room);
    const turn: Turn =
      place === null ? { is: 'waiting' } : await this.store.turnOf(event.eventId, rules, place);
    return { number, place, turn, reading };
  }

  /** The user has what they came for: room for the next. Nobody waits for it; what fails is tried again. */
  finish(office: BoxOffice, userId: string): void {
    const { event } = office.seatMap;
    if (event.rules.waitingRoom === null) return;
    const name = `${event.eventId} ${userId}`;
    this.tellFinished(office, event.rules.waitingRoom, userId).then(
      () => this.unfinished.delete(name),
      () => {
        if (this.unfinished.size < UNFINISHED_MAX) this.unfinished.set(name, { office, userId });
      },
    );
  }

  /** The user gives back the place or the turn, and may line up anew. */
  async leave(office: BoxOffice, room: WaitingRoom, userId: string): Promise<void> {
    const { eventId } = office.seatMap.event;
    const number = await this.store.numberOf(eventId, userId);
    if (number === undefined) return;
    const place = placeOf(room, number, (await this.reading(office, room)).preQueued);
    // Before a shuffle nobody has a place yet; the number stays empty.
    await this.store.leaveLine(eventId, userId, place ?? 0);
  }

  /** Moves the doors now, so that what the organiser has just changed is so at once. */
  async move(office: BoxOffice): Promise<void> {
    const room = office.seatMap.event.rules.waitingRoom;
    // What fails here is told by the doors that stand still.
    if (room !== null) await this.advance(office, room).catch(() => undefined);
  }

  pause(eventId: string, isPaused: boolean): Promise<void> {
    return this.store.pauseLine(eventId, isPaused);
  }

  close(): void {
    this.isClosed = true;
    this.cancel();
  }

  private async tellFinished(office: BoxOffice, room: WaitingRoom, userId: string): Promise<void> {
    const { eventId } = office.seatMap.event;
    const number = await this.store.numberOf(eventId, userId);
    const place =
      number === undefined ? null : placeOf(room, number, (await this.reading(office, room)).preQueued);
    if (place !== null) await this.store.finishTurn(eventId, place);
  }

  private again(): void {
    this.cancel = this.clock.after(this.intervalMs, () => {
      void this.advanceAll().finally(() => {
        if (!this.isClosed) this.again();
      });
    });
  }

  private async advanceAll(): Promise<void> {
    const due = [...this.offices.all()].flatMap((office) => {
      const { event } = office.seatMap;
      const room = event.rules.waitingRoom;
      if (room !== null) return [this.advance(office, room)];
      this.readings.delete(event.eventId);
      return [];
    });
    await Promise.allSettled(due);
    if (this.stopped.size > 0) return;
    for (const { office, userId } of this.unfinished.values()) this.finish(office, userId);
  }

  private async advance(office: BoxOffice, room: WaitingRoom): Promise<LineState> {
    const { event } = office.seatMap;
    const { eventId } = event;
    try {
      const reading = await this.store.advanceLine(eventId, doorRules(event, room), office.wallNow());
      this.readings.set(eventId, { reading, atMs: this.clock.monotonicMs() });
      if (this.stopped.delete(eventId)) this.observer.moving(eventId);
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

function doorRules({ saleOpensAt }: Event, room: WaitingRoom): DoorRules {
  const { admittedPerMinute, activeMax, turnTtlMs, preQueueMs } = room;
  return { admittedPerMinute, activeMax, turnTtlMs, preQueueMs, opensAtMs: saleOpensAt };
}
