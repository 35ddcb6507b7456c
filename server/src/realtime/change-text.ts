import { streamEventNames, type SeatChange } from '@jari/contract';
import { stateAfter, type Change } from '../domain/change.ts';
import { positionText, type Position } from '../domain/log-chain.ts';

/** A change as watchers get it: what became of which seats, and of whom not a word. */
export function toSeatChange(change: Change): SeatChange {
  const { sequence, cause, seatIds } = change;
  const told = { sequence, cause, state: stateAfter(change), seat_ids: [...seatIds] };
  if (!('wish' in change)) return told;
  const seatId = 'seatId' in change.wish ? change.wish.seatId : null;
  return { ...told, line: { seat_id: seatId, change: change.cause === 'queued' ? 1 : -1 } };
}

/** A change with its texts, each made when first needed and then used for everybody. */
export class ToldChange {
  private json: string | undefined;

  constructor(
    private readonly change: Change,
    private readonly epoch: string,
  ) {}

  get sequence(): number {
    return this.change.sequence;
  }

  /** Where whoever knows this change is. */
  get position(): Position {
    const { sequence, hash } = this.change;
    return { epoch: this.epoch, sequence, head: hash };
  }

  toJson(): string {
    this.json ??= JSON.stringify(toSeatChange(this.change));
    return this.json;
  }

  toStreamText(): string {
    return streamMessage(this.position, streamEventNames[this.change.cause], this.toJson());
  }
}

/** One server-sent event; `data` must be a single line, as JSON is. Its id is where it leaves the reader. */
export function streamMessage(position: Position, name: string, data: string): string {
  return `id: ${positionText(position)}\nevent: ${name}\ndata: ${data}\n\n`;
}
