import type { BoxOffice } from '../box-office/box-office.ts';
import type { CommittedSeatMap } from '../domain/committed-seat-map.ts';
import { streamMessage } from './change-text.ts';

/** The whole hall as JSON of a SeatList. */
export type SnapshotJson = (office: BoxOffice) => string;

/** A snapshot also tells the time, which must not be old. */
const SHARED_FOR_MS = 1_000;

/**
 * The hall as a stream's event, made once for all who come while nothing changes. They share the very same
 * bytes: when ten thousand come back at once to a large hall, their copies would fill the memory.
 */
export class SnapshotBytes {
  private bytes: Buffer = Buffer.alloc(0);
  private map: CommittedSeatMap | undefined;
  private head: string | undefined;
  private madeAt = 0;

  constructor(
    private readonly office: BoxOffice,
    private readonly json: SnapshotJson,
  ) {}

  current(): Buffer {
    const { seatMap } = this.office;
    const now = performance.now();
    // A head stands for the whole history, but neither for the ledger that it is in, which an import may change, nor for
    // the hall, which the organiser may: either puts another map in this one's place.
    const isAnother = this.map !== seatMap || this.head !== seatMap.head;
    if (isAnother || now - this.madeAt > SHARED_FOR_MS) {
      this.bytes = Buffer.from(streamMessage(seatMap, 'snapshot', this.json(this.office)));
      this.map = seatMap;
      this.head = seatMap.head;
      this.madeAt = now;
    }
    return this.bytes;
  }
}
