import {
  POSITION_EVENT,
  type SeatChange,
  type SeatList,
  type SeatStates,
  type StreamPosition,
} from '@jari/contract';
import { setTimeout as delay } from 'node:timers/promises';
import type { MarkedEvent } from '../organiser/marked-event.ts';
import { INVENTED_NAME, INVENTED_PHONE_PART } from '../people/invented.ts';
import type { Records } from '../records/records.ts';
import type { Wire } from '../wire/wire.ts';
import { HallView, LETTERS } from './hall-view.ts';
import { readStream, type StreamMessage } from './stream-reader.ts';

/** When a stream that was cut or refused is opened again. */
const AGAIN_AFTER_MS = 1_000;

/**
 * One of those who watch the hall live: reads the stream as the page does, and holds it to what was promised. It does
 * not mend what is missing, as the page would, because nothing may be.
 */
export class StreamWatch {
  readonly hall = new HallView();
  /** The last change that was told. */
  sequence = -1;
  messages = 0;
  cuts = 0;
  refusals = 0;
  /** When each change was seen, by its sequence; by this machine's clock. */
  readonly seenAt = new Map<number, number>();
  private position = '';
  /** When it was last sure of being told what is new, by the history's clock. */
  private askedUs = 0;
  private isStopped = false;
  private stream: { destroy(): void } | undefined;

  constructor(
    private readonly name: string,
    private readonly wire: Wire,
    private readonly event: MarkedEvent,
    private readonly records: Records,
    /** Whether it notes when it saw what. */
    private readonly isTiming: boolean,
  ) {}

  /** Reads until it is stopped, over as many connections as it takes. */
  async run(): Promise<void> {
    while (!this.isStopped) {
      try {
        await this.readOnce();
      } catch {
        // Refused or cut: it goes on where it was.
      }
      if (!this.hasToStop()) await delay(AGAIN_AFTER_MS);
    }
  }

  stop(): void {
    if (!this.isStopped) this.tellHistory('watch');
    this.isStopped = true;
    this.stream?.destroy();
    this.wire.close();
  }

  private async readOnce(): Promise<void> {
    const resume: Record<string, string> = this.position === '' ? {} : { 'last-event-id': this.position };
    this.askedUs = this.wire.history?.nowUs() ?? 0;
    const stream = await this.wire.open(`${this.event.path}/stream`, resume);
    this.stream = stream;
    if (stream.statusCode !== 200) {
      this.refusals++;
      stream.destroy();
      return;
    }
    for await (const message of readStream(stream)) this.take(message);
    if (!this.hasToStop()) this.cuts++;
  }

  private tellHistory(op: 'snapshot' | 'watch'): void {
    const { history } = this.wire;
    if (history === undefined || !this.hall.isKnown) return;
    history.saw(this.name, op, this.askedUs, { sequence: this.sequence, states: this.hall.states });
  }

  /** Asked by a method, because it changes while one waits. */
  private hasToStop(): boolean {
    return this.isStopped;
  }

  /** Nobody mends it here, as the page would: what came before this must have come. */
  private compare({ sequence }: StreamPosition): void {
    if (sequence <= this.sequence) return;
    const what = `${this.name} was to know change ${String(sequence)}, and knows ${String(this.sequence)}`;
    this.records.violated('live-hall', 'streams have no gaps', what);
  }

  private take({ id, event, data }: StreamMessage): void {
    this.messages++;
    this.records.tried['live-hall']++;
    if (data.includes(INVENTED_NAME) || data.includes(INVENTED_PHONE_PART)) {
      this.records.violated('own-things', 'streams name nobody', `${this.name} was told a name or a phone`);
    }
    this.position = id;
    if (event === 'snapshot') {
      const snapshot = JSON.parse(data) as SeatList | SeatStates;
      this.hall.replace(statesOf(snapshot));
      this.sequence = snapshot.sequence;
      this.tellHistory('snapshot');
      return;
    }
    if (event === POSITION_EVENT) return this.compare(JSON.parse(data) as StreamPosition);
    const change = JSON.parse(data) as SeatChange;
    if (change.sequence <= this.sequence) return;
    if (change.sequence !== this.sequence + 1) {
      const what = `${this.name} was told change ${String(change.sequence)} after ${String(this.sequence)}`;
      this.records.violated('live-hall', 'streams have no gaps', what);
    }
    this.sequence = change.sequence;
    if (this.isTiming) this.seenAt.set(change.sequence, Date.now());
    this.hall.put(change.seat_ids, LETTERS[change.state] ?? '?');
  }
}

function statesOf(snapshot: SeatList | SeatStates): string {
  if ('states' in snapshot) return snapshot.states;
  return snapshot.seats.map(({ state }) => LETTERS[state] ?? '?').join('');
}
