import type { MarkedEvent } from '../organiser/marked-event.ts';

/** The first line of a history, beside what the history itself puts there; docs/history-format.md. */
export interface HistoryHeader {
  readonly event: string;
  readonly seats: number;
  readonly hold_ttl_ms: number;
  readonly hold_extensions: number;
  readonly max_seats_per_user: number;
  readonly has_waiting_room: boolean;
  /** The log's last change before anybody of this history did anything; 0 for an event made for it. */
  readonly after_sequence: number;
}

/** What the checker has to know of an event. */
export function headerOf({ id, seatCount, details }: MarkedEvent): HistoryHeader {
  const { rules, waiting_room: room } = details;
  return {
    ...{ event: id, seats: seatCount, after_sequence: 0 },
    hold_ttl_ms: 1_000 * rules.hold_ttl_seconds,
    hold_extensions: rules.hold_extensions,
    max_seats_per_user: rules.max_seats_per_user,
    has_waiting_room: room !== null,
  };
}
