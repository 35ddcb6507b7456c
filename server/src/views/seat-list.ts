import type { BoxOffice } from '../box-office/box-office.ts';
import type { BoxOffices } from '../box-office/box-offices.ts';
import type { CommittedSeatMap } from '../domain/committed-seat-map.ts';
import { positionText, type Position } from '../domain/log-chain.ts';
import { EncodedText, isWorthEncoding, type Encoding } from './encoded-text.ts';

/** How many seats are serialised again when one of them changes. */
const CHUNK_SEATS = 64;
/** How old the time in a compressed list may be: the list itself is compressed once, and once more for its time. */
const ENCODED_TIME_MS = 1_000;

/** An event's seats as JSON, as of `sequence`. */
export class SeatListJson {
  private writtenAt = NaN;
  private written = '';
  private readonly encodedSeats: EncodedText;
  private encodedAt = -Infinity;
  private encodedList: EncodedText | undefined;

  constructor(
    private readonly eventId: string,
    /** Where whoever has read this list goes on. */
    readonly position: Position,
    /** `[{"id":1,…},…]` */
    readonly seats: string,
  ) {
    this.encodedSeats = new EncodedText(seats);
  }

  /** Whether the list is long enough to be sent compressed to whoever understands it. */
  get isLong(): boolean {
    return isWorthEncoding(this.seats);
  }

  get sequence(): number {
    return this.position.sequence;
  }

  /** Weak, because the body also tells the time. Differs between two histories at the same sequence. */
  get etag(): string {
    return `W/"${this.eventId}-${positionText(this.position)}"`;
  }

  /**
   * A SeatList. `server_time` is no part of what the entity tag stands for: it says when this answer was
   * written, not when the list changed. Whoever asks within the same millisecond gets the same text.
   */
  at(wallNow: number): string {
    const ms = Math.floor(wallNow);
    if (ms !== this.writtenAt) {
      this.writtenAt = ms;
      const { eventId, position, seats } = this;
      const where = `"epoch":"${position.epoch}","sequence":${position.sequence},"position":"${positionText(position)}"`;
      this.written = `{"event":"${eventId}",${where},"server_time":"${new Date(ms).toISOString()}","seats":${seats}}`;
    }
    return this.written;
  }

  /** The seats alone, compressed. */
  seatsAs(encoding: Encoding): Promise<Buffer> {
    return this.encodedSeats.as(encoding);
  }

  /** A SeatList, compressed, whose `server_time` is up to a second old. */
  listAs(encoding: Encoding, wallNow: number): Promise<Buffer> {
    const age = wallNow - this.encodedAt;
    if (this.encodedList === undefined || age < 0 || age > ENCODED_TIME_MS) {
      this.encodedAt = wallNow;
      this.encodedList = new EncodedText(this.at(wallNow));
    }
    return this.encodedList.as(encoding);
  }
}

/**
 * Seat lists, serialised once per sequence however many people ask. A change makes only the chunk of the
 * hall around its seats be serialised again, so that a hall of thousands stays cheap while it sells.
 */
export class SeatListCache {
  /** A reload puts another map in a map's place, and the lists of the old one go with it. */
  private readonly byMap = new WeakMap<CommittedSeatMap, HallSeats>();

  constructor(offices: BoxOffices) {
    offices.onChanges(({ seatMap }, changes) => {
      const seats = this.byMap.get(seatMap);
      if (seats === undefined) return;
      for (const change of changes) for (const id of change.seatIds) seats.touch(id);
    });
  }

  of({ seatMap }: BoxOffice): SeatListJson {
    let seats = this.byMap.get(seatMap);
    if (seats === undefined) {
      seats = new HallSeats(seatMap);
      this.byMap.set(seatMap, seats);
    }
    return seats.current();
  }
}

class HallSeats {
  private readonly chunks: string[] = [];
  private readonly dirty = new Set<number>();
  private cached: SeatListJson | undefined;

  constructor(private readonly seatMap: CommittedSeatMap) {
    const count = Math.ceil(seatMap.seatCount / CHUNK_SEATS);
    for (let i = 0; i < count; i++) this.dirty.add(i);
  }

  touch(seatId: number): void {
    this.dirty.add(Math.floor((seatId - 1) / CHUNK_SEATS));
  }

  current(): SeatListJson {
    const { seatMap, cached } = this;
    if (cached?.sequence === seatMap.sequence && this.dirty.size === 0) return cached;
    for (const index of this.dirty) this.render(index);
    this.dirty.clear();
    const { epoch, sequence, head } = seatMap;
    const list = `[${this.chunks.join(',')}]`;
    this.cached = new SeatListJson(seatMap.event.eventId, { epoch, sequence, head }, list);
    return this.cached;
  }

  private render(index: number): void {
    const { seatMap } = this;
    const { hall } = seatMap.event;
    const first = index * CHUNK_SEATS + 1;
    const last = Math.min(first + CHUNK_SEATS - 1, seatMap.seatCount);
    const parts: string[] = [];
    for (let id = first; id <= last; id++) {
      const state = seatMap.stateOf(id) ?? 'available';
      // Nothing in it needs escaping: labels are letters and digits.
      parts.push(
        `{"id":${id},"status":${state === 'reserved'},"state":"${state}","label":"${hall.label(id)}"}`,
      );
    }
    this.chunks[index] = parts.join(',');
  }
}
