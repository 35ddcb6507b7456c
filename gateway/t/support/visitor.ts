import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { send, type Answer } from './http.ts';

const PERSON = { user_name: '김자리', phone: '010-1234-5678' };

/** One user behind the gateway, named by the header that the gateway of these tests trusts. */
export class Visitor {
  constructor(
    private readonly gatewayUrl: string,
    readonly name: string,
    private readonly event = 'default',
  ) {}

  hold(...seats: number[]): Promise<Answer> {
    return this.act('PUT', `/api/v1/events/${this.event}/hold`, { seat_ids: seats });
  }

  confirm(key: string = randomUUID()): Promise<Answer> {
    return this.act('POST', `/api/v1/events/${this.event}/reservations`, PERSON, key);
  }

  fcfs(): Promise<Answer> {
    return this.act('POST', '/api/v1/seats/reservation/fcfs', PERSON, randomUUID());
  }

  join(): Promise<Answer> {
    return this.act('POST', '/fcfs/join?event=default&ttl=900');
  }

  reservation(id: string): Promise<Answer> {
    return this.act('GET', `/api/v1/reservations/${id}`);
  }

  /** Comes back when told to, as everybody does whom an overloaded server asks to. */
  private async act(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
    const headers = { 'x-user-id': this.name, ...(key === undefined ? {} : { 'idempotency-key': key }) };
    for (let triesLeft = 20; ; triesLeft--) {
      const answer = await send(`${this.gatewayUrl}${path}`, { method, headers, body });
      if (triesLeft === 0 || answer.status !== 503 || !answer.text.includes('"overloaded"')) return answer;
      await delay(Number(answer.headers['retry-after']) * 1_000);
    }
  }
}

/** Sends again, as a person would, until the answer is not "we don't know": no answer, or 502 to 504. */
export async function insist(ask: () => Promise<Answer>, tries = 100): Promise<Answer> {
  for (let i = 0; i < tries; i++) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && answer.status < 500) return answer;
    await delay(100);
  }
  throw new Error('no answer, however often it was asked');
}
