import { placeInLine } from '@jari/contract/queue-order';
import type { Event, WaitingRoom } from '../domain/event.ts';
import type { DoorRules, LineState, Turn } from '../domain/waiting-line.ts';
import type { Clock } from '../ports/clock.ts';
import type { WaitingLineStore } from '../ports/waiting-line-store.ts';
import type { BoxOffice } from './box-office.ts';

/** How often the doors move, and so how old the answer to "how does the line stand?" is at most. */
const ADVANCE_INTERVAL_MS = 1_000;
/** A line that has not been heard of for so long stands still. */
const SILENCE_MS = 5_000;

/** How a line stands, as far as this server knows. */
export interface DoorsReading extends LineState {
  /** False while the store cannot be asked: those inside go on, and nobody else is let in. */
  readonly isFresh: boolean;
}

/**
 * Moves the doors of the waiting rooms of this server's events, once a second, and keeps what the store said,
 * so that however many ask how the line stands cost nothing. All servers of an event do the same; the store
 * lets in by the time that has passed, not by how often it is asked.
 */
export class Doors {
  private readonly readings = new Map<string, { readonly reading: LineState; readonly atMs: number }>();
  private cancel: () => void = () => undefined;
  private isClosed = false;

  constructor(
    private readonly offices: { all(): Iterable<BoxOffice> },
    private readonly store: WaitingLineStore,
    private readonly clock: Pick<Clock, 'after' | 'monotonicMs'>,
    private readonly onFailure: (eventId: string, error: unknown) => void,
  ) {
    this.again();
  }

  /** The newest reading; asks the store only when there has been none. Rejects when that fails. */
  async reading(office: BoxOffice, room: WaitingRoom): Promise<DoorsReading> {
    const known = this.readings.get(office.seatMap.event.eventId);
    if (known === undefined) return { ...(await this.advance(office, room)), isFresh: true };
    return { ...known.reading, isFresh: this.clock.monotonicMs() - known.atMs < SILENCE_MS };
  }

  numberOf(eventId: string, userId: string): Promise<number | undefined> {
    return this.store.numberOf(eventId, userId);
  }

  async turnOf({ seatMap: { event } }: BoxOffice, room: WaitingRoom, place: number): Promise<Turn> {
    return this.store.turnOf(event.eventId, doorRules(event, room), place);
  }

  /** The user has what they came for: room for the next. Nobody waits for it, and if it fails the turn runs out. */
  finish(office: BoxOffice, userId: string): void {
    const { event } = office.seatMap;
    const room = event.rules.waitingRoom;
    if (room === null) return;
    const { eventId } = event;
    const tell = async () => {
      const number = await this.store.numberOf(eventId, userId);
      const place = number === undefined ? null : placeOf(room, number, await this.reading(office, room));
      if (place !== null) await this.store.finishTurn(eventId, place);
    };
    tell().catch((error: unknown) => this.onFailure(eventId, error));
  }

  /** The user gives back the place or the turn, and may line up anew. */
  async leave(office: BoxOffice, room: WaitingRoom, userId: string): Promise<void> {
    const { eventId } = office.seatMap.event;
    const number = await this.store.numberOf(eventId, userId);
    if (number === undefined) return;
    const place = placeOf(room, number, await this.reading(office, room));
    // Before a shuffle nobody has a place yet; the number stays empty.
    await this.store.leaveLine(eventId, userId, place ?? 0);
  }

  pause(eventId: string, isPaused: boolean): Promise<void> {
    return this.store.pauseLine(eventId, isPaused);
  }

  close(): void {
    this.isClosed = true;
    this.cancel();
  }

  private again(): void {
    this.cancel = this.clock.after(ADVANCE_INTERVAL_MS, () => {
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
  }

  private async advance(office: BoxOffice, room: WaitingRoom): Promise<LineState> {
    const { event } = office.seatMap;
    const { eventId } = event;
    try {
      const reading = await this.store.advanceLine(eventId, doorRules(event, room), office.wallNow());
      this.readings.set(eventId, { reading, atMs: this.clock.monotonicMs() });
      return reading;
    } catch (error) {
      this.onFailure(eventId, error);
      throw error;
    }
  }
}

/** The place of a number; null while it depends on who else comes before the opening. */
export function placeOf(
  { order, seed }: WaitingRoom,
  number: number,
  { preQueued }: LineState,
): number | null {
  if (order === 'arrival') return number;
  return preQueued === null ? null : placeInLine(number, preQueued, seed);
}

function doorRules({ saleOpensAt }: Event, room: WaitingRoom): DoorRules {
  const { admittedPerMinute, activeMax, turnTtlMs, preQueueMs } = room;
  return { admittedPerMinute, activeMax, turnTtlMs, preQueueMs, opensAtMs: saleOpensAt };
}
