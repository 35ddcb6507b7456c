import { eventually } from '../../../tools/rig/eventually.ts';
import { readEvents } from '../../../tools/rig/read-events.ts';

/** One server-sent event. */
export interface StreamEvent {
  readonly event: string;
  readonly id: string | undefined;
  /** Parsed JSON; the tests say what they expect. */
  readonly data: unknown;
  /** When it was read, by `performance.now()`. */
  readonly readAt: number;
}

/** Reads an event stream until it ends or is cut. */
export class StreamReader {
  readonly events: StreamEvent[] = [];
  /** What it says of how far it has come; apart, because it may come at any time. */
  readonly positions: StreamEvent[] = [];
  hasEnded = false;
  private readonly abort = new AbortController();

  static async open(url: string, lastEventId?: string): Promise<StreamReader> {
    const reader = new StreamReader();
    const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const answer = await fetch(url, { headers, signal: reader.abort.signal });
    if (!answer.ok) throw new Error(`stream: ${answer.status}`);
    void reader.read(answer).catch(() => undefined);
    return reader;
  }

  /** Resolves as soon as an event fulfils the condition. Rejects after half a minute. */
  async until(fulfils: (event: StreamEvent) => boolean): Promise<StreamEvent> {
    const find = () => this.events.find(fulfils);
    await eventually('such an event', () => find() !== undefined, { everyMs: 2 }).catch(() => undefined);
    const found = find();
    if (found === undefined) throw new Error(`no such event: ${JSON.stringify(this.events)}`);
    return found;
  }

  close(): void {
    this.abort.abort();
  }

  private async read(answer: Response): Promise<void> {
    for await (const { event = 'message', id, data } of readEvents(answer)) {
      const read = { event, id, data: JSON.parse(data) as unknown, readAt: performance.now() };
      (event === 'position' ? this.positions : this.events).push(read);
    }
    this.hasEnded = true;
  }
}
