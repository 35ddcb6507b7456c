import type { BoxOffice } from '../box-office/box-office.ts';
import type { CommittedSeatMap } from '../domain/committed-seat-map.ts';
import { HallJson } from './hall-json.ts';

/** The states of halls, a letter a seat, written once per place in their history however many people ask. */
export class SeatStatesCache {
  /** A reload puts another map in a map's place, and the text of the old one goes with it. */
  private readonly byMap = new WeakMap<CommittedSeatMap, HallJson>();

  of({ seatMap }: BoxOffice): HallJson {
    const cached = this.byMap.get(seatMap);
    if (cached?.position.head === seatMap.head) return cached;
    const { epoch, sequence, head, event } = seatMap;
    const states = new HallJson(
      event,
      { epoch, sequence, head },
      'states',
      `"${seatMap.stateText()}"`,
      seatMap.line.size,
    );
    this.byMap.set(seatMap, states);
    return states;
  }
}
