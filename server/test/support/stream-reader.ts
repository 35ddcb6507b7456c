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
  hasEnded = false;
  private readonly abort = new AbortController();
  private wakers: (() => void)[] = [];

  static async open(url: string, lastEventId?: string): Promise<StreamReader> {
    const reader = new StreamReader();
    const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const answer = await fetch(url, { headers, signal: reader.abort.signal });
    if (answer.body === null || !answer.ok) throw new Error(`stream: ${answer.status}`);
    void reader.read(answer.body).catch(() => undefined);
    return reader;
  }

  /** Resolves as soon as an event fulfils the condition. Rejects after ten seconds. */
  async until(fulfils: (event: StreamEvent) => boolean): Promise<StreamEvent> {
    const deadline = performance.now() + 10_000;
    for (;;) {
      const found = this.events.find(fulfils);
      if (found !== undefined) return found;
      if (performance.now() > deadline) throw new Error(`no such event: ${JSON.stringify(this.events)}`);
      await new Promise<void>((resolve) => {
        this.wakers.push(resolve);
        setTimeout(resolve, 100);
      });
    }
  }

  close(): void {
    this.abort.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      rest += decoder.decode(chunk, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
    this.hasEnded = true;
    this.wake();
  }

  private take(block: string): void {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const colon = line.indexOf(': ');
      if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
    }
    const data = fields.get('data');
    if (data === undefined) return;
    const event = fields.get('event') ?? 'message';
    this.events.push({ event, id: fields.get('id'), data: JSON.parse(data), readAt: performance.now() });
    this.wake();
  }

  private wake(): void {
    for (const waker of this.wakers.splice(0)) waker();
  }
}
