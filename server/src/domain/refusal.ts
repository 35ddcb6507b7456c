import { mostImportant, type Reason } from '@jari/contract/reasons';

/** What is longer ago than this was no race: whoever comes then has seen that the seat is gone, or could have. */
export const RACE_MS = 10_000;

/** How close it was for somebody who was too late. */
export interface LostRace {
  /** The seat was taken so long before the command arrived; 0 within the same millisecond. */
  readonly earlierMs: number;
  /** So many more wanted it lately, beside this user and the one who has it. */
  readonly others: number;
}

/** An honest no: a value, not an exception. Nothing has been written. */
export interface Refusal {
  readonly refused: Reason;
  /** The seats that stood in the way, or that the user already has. */
  readonly seatIds?: readonly number[];
  /** The reservation that the user already has, by the sequence of the change that made it. */
  readonly reservation?: number;
  /** Where the seats were taken a moment ago. */
  readonly race?: LostRace;
  /** After how long the same may be possible, where that is known. */
  readonly retryInMs?: number;
  /** What is wrong with the request's fields. */
  readonly field?: { readonly name: string; readonly message: string };
}

export function isRefusal(value: object): value is Refusal {
  return 'refused' in value;
}

/** The most important of several refusals, by the registry's precedence; undefined when there is none. */
export function firstRefusal(refusals: readonly (Refusal | undefined)[]): Refusal | undefined {
  const given = refusals.filter((refusal) => refusal !== undefined);
  if (given.length < 2) return given[0];
  const reason = mostImportant(given.map((refusal) => refusal.refused));
  return given.find((refusal) => refusal.refused === reason);
}
