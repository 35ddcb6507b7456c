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
  /** One server answers every read itself, without a cache on the way: then each shows all that was told before. */
  readonly reads_are_current: boolean;
  /** How long ago a thing may have been so that is given as a reason: a gateway refuses early, by what it was told. */
  readonly refusals_lag_ms: number;
  readonly queue_order: 'arrival' | 'shuffle' | null;
  /** False where what keeps the lines of waiting rooms may forget them, so that numbers begin anew; true if left out. */
  readonly lines_last?: boolean;
  /** How long after it ended without an answer something may still take effect; for ever if left out. */
  readonly late_ms?: number;
  /** Whether a gateway sends again what a server died over, so that it may have happened twice; false if left out. */
  readonly sent_again?: boolean;
}

/** How long after a hold has ended a gateway may still refuse its seats. */
const GATEWAY_LAG_MS = 1_000;

/**
 * What the checker has to know of an event.
 * @param isOneServer whether one server answers everything, and nothing stands before it
 */
export function headerOf(
  { id, seatCount, details }: Pick<MarkedEvent, 'id' | 'seatCount' | 'details'>,
  isOneServer: boolean,
): HistoryHeader {
  const { rules, waiting_room: room } = details;
  return {
    ...{ event: id, seats: seatCount, after_sequence: 0 },
    hold_ttl_ms: 1_000 * rules.hold_ttl_seconds,
    hold_extensions: rules.hold_extensions,
    max_seats_per_user: rules.max_seats_per_user,
    has_waiting_room: room !== null,
    queue_order: room?.order ?? null,
    reads_are_current: isOneServer,
    // Where several answer, a gateway stands before them, which sends again what one of them died over.
    sent_again: !isOneServer,
    refusals_lag_ms: isOneServer ? 0 : GATEWAY_LAG_MS,
  };
}
