import { streamEventNames, type SeatChange } from '@jari/contract';
import { stateAfter, type Change } from '../domain/change.ts';

/** A change as watchers get it: what became of which seats, and of whom not a word. */
export function toSeatChange(change: Change): SeatChange {
  const state = stateAfter(change);
  return {
    sequence: change.sequence,
    cause: change.cause,
    seats: change.seatIds.map((id) => ({ id, state })),
  };
}

/** A change with its texts, each made when first needed and then used for everybody. */
export class ToldChange {
  private json: string | undefined;

  constructor(private readonly change: Change) {}

  get sequence(): number {
    return this.change.sequence;
  }

  toJson(): string {
    this.json ??= JSON.stringify(toSeatChange(this.change));
    return this.json;
  }

  toStreamText(): string {
    return streamMessage(this.sequence, streamEventNames[this.change.cause], this.toJson());
  }
}

/** One server-sent event. `data` must be a single line, as JSON is. */
export function streamMessage(sequence: number, name: string, data: string): string {
  return `id: ${sequence}\nevent: ${name}\ndata: ${data}\n\n`;
}
