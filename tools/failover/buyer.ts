import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Question } from '../../rehearsal/src/wire/messages.ts';
import type { Acknowledged, Evidence } from './evidence.ts';

export interface BuyerOptions {
  readonly eventId: string;
  readonly seatCount: number;
  readonly ask: (user: string, question: Question) => Promise<Answer>;
  readonly evidence: Evidence;
  readonly draw: () => number;
  /** No new visit begins then; what has begun is brought to its end, for a while. */
  readonly isOver: () => boolean;
}

/** How often a command whose outcome is unknown is repeated until it counts as unsettled. */
const REPEAT_EVERY_MS = 300;
const REPEAT_FOR_MS = 45_000;

/** One who comes again and again, each time as another person, chooses, hesitates, buys, or thinks better of it. */
export class Buyer {
  constructor(
    private readonly name: string,
    private readonly options: BuyerOptions,
  ) {}

  async run(): Promise<void> {
    for (let visit = 1; !this.options.isOver(); visit++) {
      await this.visit(`${this.name}-${visit}`);
      await delay(20 + 80 * this.options.draw());
    }
  }

  private async visit(user: string): Promise<void> {
    const { draw } = this.options;
    const seatIds = this.choose();
    const held = await this.settle(user, this.command('PUT', 'hold', { body: { seat_ids: seatIds } }));
    if (held?.status !== 200) return;
    this.note(user, 'hold', seatIds, held);
    await delay(20 + 250 * draw());
    const mood = draw();
    if (mood < 0.1) return;
    if (mood < 0.3) return this.release(user, seatIds);
    if (mood < 0.45) await this.extend(user, seatIds);
    await this.buy(user, seatIds);
  }

  private async release(user: string, seatIds: readonly number[]): Promise<void> {
    const released = await this.settle(user, this.command('DELETE', 'hold'));
    if (released?.status === 204) this.note(user, 'release', seatIds, released);
  }

  private async extend(user: string, seatIds: readonly number[]): Promise<void> {
    const headers = { 'idempotency-key': randomUUID() };
    const extended = await this.settle(user, this.command('POST', 'hold/extend', { headers }));
    if (extended?.status === 200) this.note(user, 'extend', seatIds, extended);
  }

  private async buy(user: string, seatIds: readonly number[]): Promise<void> {
    const headers = { 'idempotency-key': randomUUID() };
    const body = { user_name: 'Kim', phone: '010-1234-5678' };
    const sold = await this.settle(user, this.command('POST', 'reservations', { headers, body }));
    if (sold === undefined) {
      this.options.evidence.unsettled.push({ user, seatIds });
      return;
    }
    if (sold.status !== 201 && sold.status !== 200) return;
    const id = (sold.answer.body['reservation'] as { id: string } | undefined)?.id ?? '';
    const sequence = Number(/\.(\d+)$/.exec(id)?.[1]);
    this.note(user, 'confirm', seatIds, sold, sequence);
    if (this.options.draw() > 0.5) return;
    await delay(100 * this.options.draw());
    const path = `/api/v1/reservations/${id}`;
    const cancelled = await this.settle(user, { method: 'DELETE', path });
    if (cancelled?.status === 200) this.note(user, 'cancel', seatIds, cancelled, sequence);
  }

  /** Asks until somebody says what became of it; undefined when nobody did. */
  private async settle(user: string, question: Question): Promise<Settled | undefined> {
    const firstAskedAt = Date.now();
    do {
      const askedAt = Date.now();
      const answer = await this.options.ask(user, question);
      const { status } = answer;
      if (status !== 0 && status < 500 && status !== 429) {
        return { status, answer, firstAskedAt, askedAt, answeredAt: Date.now() };
      }
      await delay(REPEAT_EVERY_MS);
    } while (Date.now() - firstAskedAt < REPEAT_FOR_MS);
    return undefined;
  }

  private note(
    user: string,
    did: Acknowledged['did'],
    seatIds: readonly number[],
    { firstAskedAt, answeredAt }: Settled,
    sequence?: number,
  ): void {
    this.options.evidence.note({ user, did, seatIds, sequence, askedAt: firstAskedAt, answeredAt });
  }

  private command(
    method: Question['method'],
    what: string,
    more: Pick<Question, 'headers' | 'body'> = {},
  ): Question {
    return { method, path: `/api/v1/events/${this.options.eventId}/${what}`, ...more };
  }

  /** One to three neighbours. */
  private choose(): readonly number[] {
    const { draw, seatCount } = this.options;
    const count = 1 + Math.floor(3 * draw());
    const first = 1 + Math.floor((seatCount - count) * draw());
    return Array.from({ length: count }, (_, i) => first + i);
  }
}

interface Settled {
  readonly status: number;
  readonly answer: Answer;
  readonly firstAskedAt: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}
