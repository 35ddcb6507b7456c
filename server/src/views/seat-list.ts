import type { BoxOffice } from '../box-office/box-office.ts';
import type { BoxOffices } from '../box-office/box-offices.ts';
import { seatLabel } from '../domain/event.ts';

/** How many seats are serialised again when one of them changes. */
const CHUNK_SEATS = 64;

/** An event's seats as JSON, as of `sequence`. */
export class SeatListJson {
  private writtenAt = NaN;
  private written = '';

  constructor(
    private readonly eventId: string,
    readonly sequence: number,
    /** `[{"id":1,…},…]` */
    readonly seats: string,
    /**
     * Weak, because the body also tells the time. Besides the sequence it has a checksum of the states, for a
     * server that was started anew with an empty ledger and has come to the same sequence again.
     */
    readonly etag: string,
  ) {}

  /**
   * A SeatList. `server_time` is no part of what the entity tag stands for: it says when this answer was
   * written, not when the list changed. Whoever asks within the same millisecond gets the same text.
   */
  at(now: number): string {
    const ms = Math.floor(now);
    if (ms !== this.writtenAt) {
      this.writtenAt = ms;
      const { eventId, sequence, seats } = this;
      this.written = `{"event":"${eventId}","sequence":${sequence},"server_time":"${new Date(ms).toISOString()}","seats":${seats}}`;
    }
    return this.written;
  }
}

/**
 * Seat lists, serialised once per sequence however many people ask. A change makes only the chunk of the
 * hall around its seats be serialised again, so that a hall of thousands stays cheap while it sells.
 */
export class SeatListCache {
  private readonly byOffice = new WeakMap<BoxOffice, OfficeSeats>();

  constructor(offices: BoxOffices) {
    offices.onChanges((office, changes) => {
      const seats = this.byOffice.get(office);
      if (seats === undefined) return;
      for (const change of changes) for (const id of change.seatIds) seats.touch(id);
    });
  }

  of(office: BoxOffice): SeatListJson {
    let seats = this.byOffice.get(office);
    if (seats === undefined) {
      seats = new OfficeSeats(office);
      this.byOffice.set(office, seats);
    }
    return seats.current();
  }
}

class OfficeSeats {
  private readonly chunks: string[] = [];
  private readonly checksums: number[] = [];
  private readonly dirty = new Set<number>();
  private cached: SeatListJson | undefined;

  constructor(private readonly office: BoxOffice) {
    const count = Math.ceil(office.seatMap.seatCount / CHUNK_SEATS);
    for (let i = 0; i < count; i++) this.dirty.add(i);
  }

  touch(seatId: number): void {
    this.dirty.add(Math.floor((seatId - 1) / CHUNK_SEATS));
  }

  current(): SeatListJson {
    const { seatMap } = this.office;
    const { cached } = this;
    if (cached?.sequence === seatMap.sequence && this.dirty.size === 0) return cached;
    for (const index of this.dirty) this.render(index);
    this.dirty.clear();
    const checksum = this.checksums.reduce((sum, part) => Math.imul(sum, 31) + part, 0) >>> 0;
    const { eventId } = seatMap.event;
    this.cached = new SeatListJson(
      eventId,
      seatMap.sequence,
      `[${this.chunks.join(',')}]`,
      `W/"${eventId}-${seatMap.sequence}-${checksum.toString(36)}"`,
    );
    return this.cached;
  }

  private render(index: number): void {
    const { seatMap } = this.office;
    const first = index * CHUNK_SEATS + 1;
    const last = Math.min(first + CHUNK_SEATS - 1, seatMap.seatCount);
    const parts: string[] = [];
    let checksum = 0;
    for (let id = first; id <= last; id++) {
      const state = seatMap.seat(id)?.state ?? 'available';
      const label = seatLabel(id, seatMap.event.seatsPerRow);
      // Nothing in it needs escaping: labels are letters and digits.
      parts.push(`{"id":${id},"status":${state === 'reserved'},"state":"${state}","label":"${label}"}`);
      // The states' first letters differ.
      checksum = Math.imul(checksum, 31) + state.charCodeAt(0);
    }
    this.chunks[index] = parts.join(',');
    this.checksums[index] = checksum;
  }
}
