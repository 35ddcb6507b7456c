import { setTimeout as delay } from 'node:timers/promises';
import { readEvents } from '../../../tools/rig/read-events.ts';

/**
 * Watches an event's stream as the web app does: reconnects with the last number it has seen, applies
 * changes in order, and notes every number that is missing or comes twice.
 */
export class Watcher {
  readonly states = new Map<number, string>();
  readonly faults: string[] = [];
  sequence = -1;
  private readonly stopping = new AbortController();

  constructor(private readonly url: string) {
    void this.watch();
  }

  stop(): void {
    this.stopping.abort();
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const headers: Record<string, string> =
        this.sequence >= 0 ? { 'last-event-id': String(this.sequence) } : {};
      try {
        const answer = await fetch(this.url, { headers, signal });
        for await (const { event, data } of readEvents(answer)) this.take(event, data);
      } catch {
        // Refused or cut, which is what these tests do to it: it comes back after a moment.
      }
      await delay(200, undefined, { signal }).catch(() => undefined);
    }
  }

  private take(event: string | undefined, data: string): void {
    const message = JSON.parse(data) as Message;
    const { sequence } = message;
    const expected = event === 'position' ? this.sequence : this.sequence + 1;
    if (event !== 'snapshot' && sequence !== expected) {
      this.faults.push(`${event}: ${sequence} after ${this.sequence}`);
    }
    if (event === 'position') return;
    this.sequence = sequence;
    for (const [id, state] of statesIn(message)) this.states.set(id, state);
  }
}

/** A snapshot of a small hall, of a large one, or a change. */
type Message = { sequence: number } & (
  { seats: { id: number; state: string }[] } | { states: string } | { seat_ids: number[]; state: string }
);

const stateOfLetter: Readonly<Record<string, string>> = {
  a: 'available',
  h: 'held',
  r: 'reserved',
  b: 'blocked',
};

function statesIn(message: Message): [number, string][] {
  if ('seats' in message) return message.seats.map(({ id, state }) => [id, state]);
  if ('states' in message) {
    return [...message.states].map((letter, i) => [i + 1, stateOfLetter[letter] ?? letter]);
  }
  return message.seat_ids.map((id) => [id, message.state]);
}
