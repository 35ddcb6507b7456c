import { setTimeout as delay } from 'node:timers/promises';
import type { FcfsResult, Hold, Problem, ReservationResult, SeatList } from '@jari/contract';

/** An answer of the API; `body` is what the route promises when `status` is 2xx, else a Problem. */
export interface ApiAnswer<B> {
  readonly status: number;
  readonly body: B & Partial<Omit<Problem, keyof B>>;
  readonly text: string;
}

/** One user of a running server, named by the trusted header. */
export class ApiUser {
  constructor(
    private readonly api: string,
    readonly name: string,
    private readonly event = 'default',
  ) {}

  hold(...seatIds: number[]): Promise<ApiAnswer<Hold>> {
    return this.send('PUT', `/events/${this.event}/hold`, { seat_ids: seatIds });
  }

  myHold(): Promise<ApiAnswer<Hold>> {
    return this.send('GET', `/events/${this.event}/hold`);
  }

  confirm(key?: string, seatIds?: number[]): Promise<ApiAnswer<ReservationResult>> {
    const seats = seatIds === undefined ? {} : { seat_ids: seatIds };
    const body = { user_name: this.name, phone: '010-1234-5678', ...seats };
    return this.send('POST', `/events/${this.event}/reservations`, body, key);
  }

  fcfs(key?: string): Promise<ApiAnswer<FcfsResult>> {
    return this.send('POST', '/seats/reservation/fcfs', { user_name: this.name, phone: '01012345678' }, key);
  }

  reservation(id: string): Promise<ApiAnswer<ReservationResult>> {
    return this.send('GET', `/reservations/${id}`);
  }

  cancel(id: string): Promise<ApiAnswer<ReservationResult>> {
    return this.send('DELETE', `/reservations/${id}`);
  }

  seats(): Promise<ApiAnswer<SeatList>> {
    return this.send('GET', `/events/${this.event}/seats`);
  }

  /** Comes back when told to, as everybody does whom an overloaded server asks to. */
  private async sendUntilServed(
    url: string,
    init: RequestInit,
  ): Promise<{ readonly answer: Response; readonly text: string }> {
    for (let triesLeft = 20; ; triesLeft--) {
      const answer = await fetch(url, init);
      const text = await answer.text();
      if (triesLeft === 0 || answer.status !== 503 || !text.includes('"overloaded"')) return { answer, text };
      await delay(Number(answer.headers.get('retry-after')) * 1_000);
    }
  }

  async send<B>(method: string, path: string, body?: unknown, key?: string): Promise<ApiAnswer<B>> {
    const headers: Record<string, string> = { 'x-user-id': this.name };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (key !== undefined) headers['idempotency-key'] = key;
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const { answer, text } = await this.sendUntilServed(`${this.api}${path}`, init);
    // The tests say what they expect of the body; a wrong shape fails there.
    return {
      status: answer.status,
      body: (text === '' ? {} : JSON.parse(text)) as B & Partial<Problem>,
      text,
    };
  }
}

/** What happened to seats, in words: how many answers of each status and reason. */
export function tally(
  answers: readonly { status: number; body: { reason?: Problem['reason'] } }[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = body.reason === undefined ? String(status) : `${status} ${body.reason}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
