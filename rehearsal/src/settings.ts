import type { EventInput, Language } from '@jari/contract';
import type { RoomWish } from './organiser/copied-event.ts';

/** What a rehearsal is played on: a copy of an event, or a hall that no event has. */
export type Stage =
  | { readonly copyOf: string }
  | { readonly hall: Pick<EventInput, 'hall' | 'plan' | 'currency' | 'prices'>; readonly room?: RoomWish };

export interface RehearsalSettings {
  /** The set-up, e.g. http://127.0.0.1:5800. */
  readonly url: string;
  /** An organiser's, for the event of the rehearsal alone. */
  readonly token: string;
  /** The event that is made for it; begins with `rehearsal-`. */
  readonly eventId: string;
  readonly stage: Stage;
  readonly people: number;
  readonly openInMs: number;
  readonly seed: number;
  /** So many times as fast as people do what they do. */
  readonly pace: number;
  /** How many watch the hall live. */
  readonly streams: number;
  /** How long after the opening everybody goes home at the latest. */
  readonly lastsMs: number;
  /** The one in which the report opens; it has both. */
  readonly language: Language;
}

export const usualSettings = {
  people: 1_000,
  openInMs: 30_000,
  seed: 1,
  pace: 1,
  streams: 50,
  lastsMs: 600_000,
  language: 'ko',
} as const satisfies Partial<RehearsalSettings>;

/** A name for a rehearsal's event that no other has: when it began, and some letters. */
export function rehearsalEventId(now: Date, letters: string): string {
  return `rehearsal-${now.toISOString().slice(0, 19).replace(/\D/g, '')}-${letters}`;
}
