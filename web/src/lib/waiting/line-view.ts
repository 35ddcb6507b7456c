import type { LineStatus } from '@jari/contract';
import { placeInLine } from '@jari/contract/queue-order';
import type { Failure } from '@jari/client/outcome';

/** What the server has said of me in this line. Moments are `performance.now()` milliseconds. */
export type Standing =
  | { readonly is: 'unknown' }
  /** Not in line: gave the place back, or may not have one. */
  | { readonly is: 'left' }
  | { readonly is: 'refused'; readonly failure: Failure }
  | { readonly is: 'waiting'; readonly number: number }
  | { readonly is: 'inside'; readonly number: number; readonly endsAt: number }
  /** `used`: something was reserved in it; otherwise its time ran out. */
  | { readonly is: 'over'; readonly used: boolean };

/**
 * What the page shows.
 *
 *                                        ┌──► paused ◄──► stalled
 *   asking ──► early ──► gathering ──► waiting ──► called ──► inside ──► missed, used
 *     │                                  ▲                      │           │
 *     └──► open (no door)                └──────── left ◄───────┴───────────┘
 */
export type LineView =
  | { readonly is: 'asking'; readonly number: number | undefined }
  /** Nobody has to wait: there is no waiting room any more, or the sale is over and there is only to look. */
  | { readonly is: 'open' }
  /** The line does not form yet. */
  | { readonly is: 'early' }
  | { readonly is: 'gathering'; readonly number: number; readonly joined: number }
  | {
      readonly is: 'waiting' | 'paused' | 'stalled';
      readonly number: number;
      readonly place: number;
      /** At most so many come before me; some of them may have left. */
      readonly ahead: number;
      readonly serving: number;
    }
  /** It is my turn, and the pass is on its way. */
  | { readonly is: 'called'; readonly number: number }
  | { readonly is: 'inside'; readonly number: number; readonly endsAt: number }
  | { readonly is: 'missed' | 'used' | 'left' }
  | { readonly is: 'refused'; readonly failure: Failure };

export interface LineFacts {
  /** Undefined while the server has not said how the line stands. */
  readonly status: LineStatus | undefined;
  readonly standing: Standing;
  /** My number as this device remembers it, for as long as the server cannot be asked. */
  readonly remembered: number | undefined;
}

export function lineView({ status, standing, remembered }: LineFacts): LineView {
  // My own turn needs no line: it goes on whatever becomes of the doors.
  if (standing.is === 'inside') return standing;
  if (status === undefined) {
    return standing.is === 'over' ? over(standing.used) : { is: 'asking', number: remembered };
  }
  if (status.state === 'off' || hasEnded(status)) return { is: 'open' };
  if (standing.is === 'over') return over(standing.used);
  if (standing.is === 'left' || standing.is === 'refused') return standing;
  if (status.state === 'closed') return { is: 'early' };
  if (standing.is === 'unknown') return { is: 'asking', number: remembered };
  const { number } = standing;
  if (status.state === 'pre_queue') return { is: 'gathering', number, joined: status.joined };
  const place = placeOf(number, status);
  // Between the opening and the first look at who came before it, there is no place yet.
  if (place === null) return { is: 'gathering', number, joined: status.joined };
  const serving = status.serving_number;
  if (place <= serving) return { is: 'called', number };
  const is = status.state === 'open' ? 'waiting' : status.state;
  return { is, number, place, ahead: place - serving - 1, serving };
}

/** The sale is over. A line that is closed before it has begun to form looks alike, but for the time. */
export function hasEnded({ state, gathers_at, server_time }: LineStatus): boolean {
  return state === 'closed' && (gathers_at === null || Date.parse(gathers_at) <= Date.parse(server_time));
}

/** In which order I am let in: computed here, so that a million who wait ask the server nothing of their own. */
export function placeOf(number: number, { order, pre_queued, seed }: LineStatus): number | null {
  if (order === 'arrival') return number;
  if (pre_queued === null) return null;
  if (number > pre_queued) return number;
  return seed === null ? null : placeInLine(number, pre_queued, seed);
}

const over = (used: boolean): LineView => ({ is: used ? 'used' : 'missed' });

/** Whether the hall itself is shown. */
export const letsIn = ({ is }: LineView): boolean => is === 'open' || is === 'inside';
