import { parsed, Unreadable } from './unreadable.ts';

/** The first line of a history; docs/history-format.md. */
export interface HistoryHeader {
  readonly event: string;
  readonly seats: number;
  readonly holdTtlMs: number;
  readonly holdExtensions: number;
  readonly maxSeatsPerUser: number;
  readonly hasWaitingRoom: boolean;
  readonly afterSequence: number;
  /** Every read was answered by the one server that sells, without a cache on the way. */
  readonly readsAreCurrent: boolean;
  /** So long ago something may have been so that is given as a reason: a gateway refuses early, by what it was told. */
  readonly refusalsLagMs: number;
  /** By what the waiting room orders those who came early. */
  readonly queueOrder: string | null;
  /** Whether the waiting room's line is never forgotten, so that each number is given once. */
  readonly linesLast: boolean;
  /** How long after it was given up something may still take effect. */
  readonly lateMs: number;
  /** Whether a gateway sends again what a server died over, so that it may have happened twice. */
  readonly isSentAgain: boolean;
}

export interface Best {
  readonly quantity: number;
  readonly category?: string;
  readonly section?: string;
  readonly together?: boolean;
}

export interface Asked {
  readonly seats?: readonly number[];
  readonly best?: Best;
  readonly reservation?: string;
  readonly entry?: number;
  readonly digest?: string;
  readonly has_pass?: boolean;
  /** What an organiser sets: the sale, the doors of the waiting room, the rules. */
  readonly state?: string;
  readonly doors?: string;
  readonly hold_ttl_ms?: number;
  readonly hold_extensions?: number;
  readonly max_seats_per_user?: number;
}

export interface ToldReservation {
  readonly reservation: string;
  readonly code: string;
  readonly sequence: number;
  readonly status: string;
  readonly seats: readonly number[];
  readonly amounts?: readonly (number | null)[];
  readonly total?: number | null;
}

export interface Got extends Partial<ToldReservation> {
  readonly expires_in_ms?: number;
  readonly extensions_left?: number;
  readonly remaining?: number;
  readonly entry?: number;
  readonly place?: number;
  readonly number?: number;
  readonly pass?: boolean;
  readonly serving?: number;
  readonly states?: string;
  readonly places?: readonly number[];
  readonly reservations?: readonly ToldReservation[];
}

export interface Operation {
  readonly n: number;
  readonly user: string;
  readonly op: string;
  readonly startUs: number;
  /** The moment by which it had taken effect, if it did; Infinity where nobody knows. */
  readonly endUs: number;
  /** When it ended or was given up, by itself; Infinity where it did neither. */
  readonly givenUpUs: number;
  readonly outcome: 'ok' | 'refused' | 'unknown';
  readonly reason: string | null;
  readonly key: string | null;
  readonly asked: Asked;
  readonly got: Got;
}

export function readHistoryHeader(text: string): HistoryHeader {
  const header = parsed(text, 'the first line of the history') as Record<string, unknown> | null;
  if (header?.['format'] !== 'jari-history') throw new Unreadable('this is no history');
  if (header['version'] !== 1) throw new Unreadable(`version ${String(header['version'])} is not known here`);
  const whole = (name: string, usual?: number) => {
    const value = header[name] ?? usual;
    if (typeof value !== 'number') throw new Unreadable(`the history does not say ${name}`);
    return value;
  };
  return {
    event: String(header['event']),
    seats: whole('seats'),
    holdTtlMs: whole('hold_ttl_ms'),
    holdExtensions: whole('hold_extensions', 0),
    maxSeatsPerUser: whole('max_seats_per_user'),
    hasWaitingRoom: header['has_waiting_room'] === true,
    afterSequence: whole('after_sequence', 0),
    readsAreCurrent: header['reads_are_current'] === true,
    refusalsLagMs: whole('refusals_lag_ms', 0),
    linesLast: header['lines_last'] !== false,
    lateMs: whole('late_ms', Infinity),
    isSentAgain: header['sent_again'] === true,
    queueOrder: typeof header['queue_order'] === 'string' ? header['queue_order'] : null,
  };
}

export function readOperation(text: string): Operation {
  const line = parsed(text, 'a line of the history') as Record<string, unknown> | null;
  const { n, user, op, start, end, outcome, reason, key, asked, got } = line ?? {};
  if (typeof n !== 'number' || typeof user !== 'string' || typeof op !== 'string') {
    throw new Unreadable(`this is no operation: ${text.slice(0, 200)}`);
  }
  if (typeof start !== 'number' || !(outcome === 'ok' || outcome === 'refused' || outcome === 'unknown')) {
    throw new Unreadable(`operation ${String(n)} has no beginning or no outcome`);
  }
  if (outcome !== 'unknown' && typeof end !== 'number') {
    throw new Unreadable(`operation ${String(n)} has an outcome and no end`);
  }
  return {
    ...{ n, user, op, startUs: start, outcome },
    endUs: outcome === 'unknown' || typeof end !== 'number' ? Infinity : end,
    givenUpUs: typeof end === 'number' ? end : Infinity,
    reason: typeof reason === 'string' ? reason : null,
    key: typeof key === 'string' ? key : null,
    // What is missing in them is missing for the rules, which ask for what they need.
    asked: asked ?? {},
    got: got ?? {},
  };
}
