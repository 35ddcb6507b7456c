import type { BoxOffice } from '../box-office/box-office.ts';
import type { BoxOffices } from '../box-office/box-offices.ts';
import type { CommittedSeatMap } from '../domain/committed-seat-map.ts';
import { HallJson } from './hall-json.ts';

/** How many seats are serialised again when one of them changes. */
const CHUNK_SEATS = 64;

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
      for (const change of changes) {
        for (const id of change.seatIds) seats.touch(id);
        if ('wish' in change && 'seatId' in change.wish) seats.touch(change.wish.seatId);
      }
    });
  }

  of({ seatMap }: BoxOffice): HallJson {
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
  private cached: HallJson | undefined;

  constructor(private readonly seatMap: CommittedSeatMap) {
    const count = Math.ceil(seatMap.seatCount / CHUNK_SEATS);
    for (let i = 0; i < count; i++) this.dirty.add(i);
  }

  touch(seatId: number): void {
    this.dirty.add(Math.floor((seatId - 1) / CHUNK_SEATS));
  }

  current(): HallJson {
    const { seatMap, cached } = this;
    if (cached?.sequence === seatMap.sequence && this.dirty.size === 0) return cached;
    for (const index of this.dirty) this.render(index);
    this.dirty.clear();
    const { epoch, sequence, head } = seatMap;
    const list = `[${this.chunks.join(',')}]`;
    const position = { epoch, sequence, head };
    this.cached = new HallJson(seatMap.event, position, 'seats', list, seatMap.line.size);
    return this.cached;
  }

  private render(index: number): void {
    const { seatMap } = this;
    const { hall } = seatMap;
    const first = index * CHUNK_SEATS + 1;
    const last = Math.min(first + CHUNK_SEATS - 1, seatMap.seatCount);
    const parts: string[] = [];
    for (let id = first; id <= last; id++) {
      const state = seatMap.stateOf(id) ?? 'available';
      const label = JSON.stringify(hall.label(id));
      const { length } = seatMap.line.ofSeat(id);
      const line = length === 0 ? '' : `,"line_length":${length}`;
      parts.push(`{"id":${id},"status":${state === 'reserved'},"state":"${state}","label":${label}${line}}`);
    }
    this.chunks[index] = parts.join(',');
  }
}
