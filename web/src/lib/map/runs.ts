import { runsOfRow } from '@jari/contract/neighbours';
import { seatsLeftAlone, type SideBySide } from '@jari/contract/single-seats';
import type { HallModel } from './hall-model.ts';

/** Who sits beside whom, by the box office's own rule; worked out for a row when somebody chooses in it. */
export class Runs {
  private readonly known = new Map<number, readonly SideBySide[]>();

  constructor(private readonly model: HallModel) {}

  of(seatId: number): SideBySide {
    const index = this.model.row[seatId - 1] ?? -1;
    const row = this.model.rows[index];
    // Places of a standing area are beside nobody.
    if (!row) return { first: seatId, count: 1 };
    let runs = this.known.get(index);
    if (!runs) this.known.set(index, (runs = this.cut(row.firstSeat, row.seatCount)));
    return (
      runs.find(({ first, count }) => seatId >= first && seatId < first + count) ?? {
        first: seatId,
        count: 1,
      }
    );
  }

  /** The free seats that a choice would leave alone although it need not. */
  leftAlone(chosen: readonly number[], isFree: (seatId: number) => boolean): readonly number[] {
    return seatsLeftAlone(chosen, (id) => this.of(id), isFree);
  }

  private cut(firstSeat: number, seatCount: number): readonly SideBySide[] {
    const places = Array.from({ length: seatCount }, (_, place) => ({
      x: this.model.x[firstSeat - 1 + place] ?? 0,
      y: this.model.y[firstSeat - 1 + place] ?? 0,
    }));
    let first = firstSeat;
    return runsOfRow(places).map((count) => {
      const run = { first, count };
      first += count;
      return run;
    });
  }
}
