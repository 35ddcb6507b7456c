import type { Dice } from '../time/dice.ts';
import { Owner, type Scheduler } from '../time/scheduler.ts';
import { drawDelayMs, drawFate, type Weather } from './weather.ts';

/** What somebody gets who never gets an answer. */
export const NO_ANSWER = Symbol('no answer');
export type NoAnswer = typeof NO_ANSWER;

/** How long a visitor waits for a server that says nothing. */
const SILENCE_MS = 2_000;

/**
 * The network between visitors and instances: requests and answers are delayed and lost, and a connection breaks with
 * the server at its other end.
 */
export class Requests {
  /** Visitors do not die; whoever they are. */
  private readonly visitors = new Owner('visitors');

  constructor(
    private readonly scheduler: Scheduler,
    private readonly dice: Dice,
    private readonly weather: Weather,
  ) {}

  /** Asks a server something. Rejects nothing: a server that throws has given no answer that can be used. */
  send<T>(server: RequestedServer, work: () => Promise<T>): Promise<T | NoAnswer> {
    const { scheduler, dice, weather, visitors } = this;
    const fate = drawFate(dice, weather);
    const thereMs = drawDelayMs(dice, weather);
    const backMs = drawDelayMs(dice, weather);
    return new Promise((resolve) => {
      let isOver = false;
      const end = (outcome: T | NoAnswer, afterMs: number) => {
        scheduler.after(visitors, afterMs, () => {
          if (isOver) return;
          isOver = true;
          server.waiting.delete(breakOff);
          resolve(outcome);
        });
      };
      const breakOff = () => end(NO_ANSWER, backMs);
      if (server.owner.isGone) return breakOff();
      server.waiting.add(breakOff);
      if (fate === 'lost before') return end(NO_ANSWER, SILENCE_MS);
      scheduler.after(server.owner, thereMs, () => {
        work().then(
          (outcome) => {
            if (server.owner.isGone) return;
            if (fate === 'lost after') end(NO_ANSWER, SILENCE_MS);
            else end(outcome, backMs);
          },
          () => end(NO_ANSWER, backMs),
        );
      });
    });
  }
}

/** A server as the network sees it. */
export interface RequestedServer {
  readonly owner: Owner;
  /** What breaks off the requests on their way, for when it dies. */
  readonly waiting: Set<() => void>;
}
