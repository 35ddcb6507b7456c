import { request, type ClientRequest } from 'node:http';

/**
 * Watches an event's stream as the web app does: reconnects with the last number it has seen, applies
 * changes in order, and notes every number that is missing or comes twice.
 */
export class Watcher {
  readonly states = new Map<number, string>();
  readonly faults: string[] = [];
  sequence = -1;
  private isStopped = false;
  private current: ClientRequest | undefined;

  constructor(private readonly url: string) {
    this.connect();
  }

  stop(): void {
    this.isStopped = true;
    this.current?.destroy();
  }

  private connect(): void {
    if (this.isStopped) return;
    const headers = this.sequence >= 0 ? { 'last-event-id': String(this.sequence) } : {};
    let rest = '';
    this.current = request(this.url, { headers, agent: false });
    this.current.on('response', (response) => {
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      });
      response.on('error', () => undefined);
    });
    this.current.on('error', () => undefined);
    this.current.on('close', () => setTimeout(() => this.connect(), 200));
    this.current.end();
  }

  private take(block: string): void {
    const data = /^data: (.*)$/m.exec(block)?.[1];
    const name = /^event: (.*)$/m.exec(block)?.[1];
    if (data === undefined) return;
    const { sequence, seats } = JSON.parse(data) as {
      sequence: number;
      seats: { id: number; state: string }[];
    };
    if (name !== 'snapshot' && sequence !== this.sequence + 1) {
      this.faults.push(`${sequence} after ${this.sequence}`);
    }
    this.sequence = sequence;
    for (const { id, state } of seats) this.states.set(id, state);
  }
}
