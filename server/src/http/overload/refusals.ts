import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerOverloaded } from './overloaded-answer.ts';

/** How long a refusal is kept back. */
export const PAUSE_MS = 1_000;
/** So many are kept back at most; more are given at once, because each of them takes memory. */
const KEPT_MAX = 10_000;

interface Refusal {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly retryAfterS: number;
  readonly dueAt: number;
}

/**
 * Refusals that are on their way. They are given a second late: whoever asks again at once, whatever they were told,
 * then asks once a second. Given at once, 5,120 connections that behave so left time for next to nothing but
 * refusing (19 reservations a second where 1,400 are possible). Whoever comes back when told loses that second.
 */
export class Refusals {
  /** In the order in which they are due. */
  private kept: Refusal[] = [];
  private given = 0;

  keep(request: IncomingMessage, response: ServerResponse, retryAfterS: number, now: number): void {
    if (this.kept.length - this.given >= KEPT_MAX) answerOverloaded(request, response, retryAfterS);
    else this.kept.push({ request, response, retryAfterS, dueAt: now + PAUSE_MS });
  }

  /** Gives those that are due. */
  give(now: number): void {
    for (; this.given < this.kept.length; this.given++) {
      const refusal = this.kept[this.given];
      if (refusal === undefined || refusal.dueAt > now) break;
      const { request, response, retryAfterS } = refusal;
      if (!response.destroyed) answerOverloaded(request, response, retryAfterS);
    }
    // Not at every step, because what is left moves.
    if (this.given * 2 < this.kept.length) return;
    this.kept = this.kept.slice(this.given);
    this.given = 0;
  }
}
