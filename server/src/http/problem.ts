import type { FieldError, Problem } from '@jari/contract';
import { reasons, type Reason } from '@jari/contract/reasons';
import { STATUS_CODES } from 'node:http';
import type { Refusal } from '../domain/refusal.ts';
import { reservationIdText } from './reservations/reservation-id.ts';

/** What an answer says beyond its reason. */
export interface ProblemFacts {
  /** Instead of the registry's advice, where something more specific can be said. */
  readonly detail?: string;
  readonly seatIds?: readonly number[];
  readonly queueNumber?: number;
  readonly reservationId?: string;
  readonly errors?: readonly FieldError[];
  /** Headers that belong to this answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What led to it, for the log only. */
  readonly cause?: unknown;
}

/**
 * An answer that is a refusal, thrown by whatever finds out. It is not a malfunction, so it carries no stack:
 * in the minute in which a hall sells out most answers are of this kind, and stacks are dear.
 */
export class ProblemError extends Error {
  constructor(
    readonly reason: Reason,
    readonly facts: ProblemFacts = {},
  ) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(reason, { cause: facts.cause });
    Error.stackTraceLimit = limit;
  }

  get statusCode(): number {
    return reasons[this.reason].status;
  }
}

/** Says no for the box office of an event. */
export function refuse(refusal: Refusal, eventId: string): never {
  const { refused, seatIds, reservation, field } = refusal;
  throw new ProblemError(refused, {
    ...(seatIds === undefined ? {} : { seatIds }),
    ...(reservation === undefined ? {} : { reservationId: reservationIdText(eventId, reservation) }),
    ...(field === undefined ? {} : { errors: [{ field: field.name, message: field.message }] }),
  });
}

/** Says that one field is wrong. */
export function invalid(field: string, message: string): ProblemError {
  return new ProblemError('validation', { errors: [{ field, message }] });
}

/** The answer's body. */
export function toProblem({ reason, facts }: ProblemError, requestId: string): Problem {
  const entry = reasons[reason];
  const { detail, seatIds, queueNumber, reservationId, errors } = facts;
  return {
    type: `urn:jari:problem:${reason}`,
    title: entry.title.en,
    status: entry.status,
    detail: detail ?? firstMessage(errors) ?? `${entry.title.en} ${entry.advice.en}`,
    success: false,
    reason,
    request_id: requestId,
    retryable: entry.retryable,
    ...(seatIds === undefined ? {} : { seat_ids: [...seatIds] }),
    ...(queueNumber === undefined ? {} : { queue_number: queueNumber }),
    ...(reservationId === undefined ? {} : { reservation_id: reservationId }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
  };
}

/** Seconds after which a retry makes sense, for the statuses that say so. */
export function retryAfter(status: number): string | undefined {
  return status === 503 || status === 429 ? '1' : undefined;
}

/** The answer to bytes that are no HTTP request, and so have no reply object to send it with. */
export function rawProblem(error: ProblemError, requestId: string): string {
  const body = JSON.stringify(toProblem(error, requestId));
  const status = error.statusCode;
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nconnection: close\r\n` +
    `content-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nx-request-id: ${requestId}\r\n\r\n${body}`
  );
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

function firstMessage(errors: readonly FieldError[] | undefined): string | undefined {
  const first = errors?.[0];
  return first === undefined ? undefined : `${first.field}: ${first.message}`;
}
