import type { LineStatus, QueuePass, QueuePlace } from '@jari/contract';
import { reasons, type Reason } from '@jari/contract/reasons';
import { expect, vi } from 'vitest';
import type { Outcome } from '@jari/client/outcome';
import { LineMemory } from '#lib/waiting/line-memory.ts';
import { LineWatch } from '#lib/waiting/line-watch.ts';
import { lineStatus } from './line.ts';

function answer<T>(value: T): Outcome<T> {
  return { ok: true, value, sentAt: performance.now() };
}

export function refusal(reason: Reason, retryable = false): Outcome<never> {
  const problem = {
    type: '',
    title: '',
    status: reasons[reason].status,
    detail: '',
    success: false as const,
    reason,
    request_id: '',
    retryable,
  };
  return { ok: false, failure: { kind: 'refused', problem } };
}

export const unreachable: Outcome<never> = {
  ok: false,
  failure: { kind: 'unreachable', because: 'network' },
};

/** A server with one line, and one visitor's page at it. */
export class Door {
  status: Partial<LineStatus> = {};
  number: number | undefined;
  /** How long the turn lasts when it has come; 'over' when it has passed. */
  turn: number | 'over' | undefined;
  /** What lining up really takes, whatever the status says yet. */
  bits = 0;
  readonly proven: number[] = [];
  /** How often what proves it cannot be fetched. */
  unfetched = 0;
  isAway = false;
  /** What the server says instead to a question, as long as it is set. */
  readonly instead: Partial<Record<string, Outcome<never>>> = {};
  /** How long an answer is on its way. */
  lateMs = 0;
  isOnline = true;
  readonly asked: string[] = [];
  readonly passes: (string | undefined)[] = [];
  readonly memory = new LineMemory('gala', undefined);
  readonly watch: LineWatch;

  constructor() {
    this.watch = new LineWatch({
      api: {
        status: () => this.say('status', () => answer(lineStatus(this.status))),
        pass: () => this.say('pass', () => this.pass()),
        challenge: () =>
          this.say('challenge', () =>
            answer({ success: true as const, event: 'gala', challenge: 'c', expires_in_ms: 600_000 }),
          ),
        join: (proof) => this.say('join', () => this.join(proof)),
        leave: () =>
          this.say('leave', () => {
            this.number = undefined;
            this.turn = undefined;
            return answer(undefined);
          }),
      },
      memory: this.memory,
      now: () => performance.now(),
      random: () => 0.5,
      isOnline: () => this.isOnline,
      turnMs: () => 60_000,
      after: (ms, then) => {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
      prove: (challenge, bits) => {
        if (this.unfetched-- > 0) return Promise.reject(new TypeError('Failed to fetch'));
        this.proven.push(bits);
        return Promise.resolve(`${challenge}.${bits}`);
      },
      onChange: () => undefined,
      onPass: (pass) => this.passes.push(pass),
    });
  }

  async open(): Promise<this> {
    this.watch.start();
    await vi.advanceTimersByTimeAsync(0);
    return this;
  }

  /** Lines up, and is let in for a minute. */
  async letIn(): Promise<this> {
    await this.open();
    this.turn = 60_000;
    this.status = { serving_number: 12 };
    await vi.advanceTimersByTimeAsync(3_000);
    expect(this.shown).toBe('inside');
    return this;
  }

  get shown() {
    return this.watch.view.is;
  }

  count(what: string): number {
    return this.asked.filter((one) => one === what).length;
  }

  private async say<T>(what: string, answered: () => Outcome<T>): Promise<Outcome<T>> {
    this.asked.push(what);
    const outcome = this.isAway ? unreachable : (this.instead[what] ?? answered());
    if (this.lateMs > 0) await new Promise((resolve) => setTimeout(resolve, this.lateMs));
    return outcome;
  }

  private pass(): Outcome<QueuePass | QueuePlace> {
    if (this.number === undefined) return refusal('not_found');
    if (this.turn === 'over') return refusal('turn_missed');
    const queue_number = this.number;
    if (this.turn === undefined) {
      return answer({
        success: false,
        event: 'gala',
        queue_number,
        place: queue_number,
        poll_after_ms: 2_000,
      });
    }
    return answer({
      success: true,
      event: 'gala',
      queue_number,
      pass: `q1.${queue_number}`,
      expires_at: '',
      expires_in_ms: this.turn,
    });
  }

  private join(proof?: string) {
    if (Number(proof?.split('.')[1] ?? 0) < this.bits) return refusal('challenge_required');
    if (this.status.state === 'closed') return refusal('not_on_sale', true);
    if (this.number !== undefined) return refusal('duplicate');
    this.number = 12;
    return answer({ success: true as const, event: 'gala', queue_number: 12, expires_in_ms: 1 });
  }
}
