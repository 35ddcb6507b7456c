import type { FieldError, Problem } from '@jari/contract';
import { reasons, reasonsByPrecedence, type Reason } from '@jari/contract/reasons';
import { STATUS_CODES } from 'node:http';
import type { LostRace, Refusal } from '../domain/refusal.ts';
import { reservationIdText } from './reservations/reservation-id.ts';

/** What an answer says beyond its reason. */
export interface ProblemFacts {
  /** Instead of the registry's advice, where something more specific can be said. */
  readonly detail?: string;
  readonly seatIds?: readonly number[];
  readonly race?: LostRace;
  readonly queueNumber?: number;
  readonly reservationId?: string;
  readonly errors?: readonly FieldError[];
  readonly changed?: Problem['changed'];
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

/** Says no for the box office of an event. Where many are refused, sendRefusal says it without throwing. */
export function refuse(refusal: Refusal, eventId: string): never {
  throw new ProblemError(refusal.refused, factsOf(refusal, eventId));
}

/** What a refusal says beyond its reason. */
export function factsOf(
  { refused, seatIds, race, reservation, field, retryInMs }: Refusal,
  eventId: string,
): ProblemFacts {
  const seconds = retryInMs === undefined ? undefined : Math.max(1, Math.ceil(retryInMs / 1000));
  return {
    ...(seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }),
    ...(seconds === undefined || refused !== 'hold_expired' ? {} : { detail: heldLongEnough(seconds) }),
    ...(seatIds === undefined ? {} : { seatIds }),
    ...(race === undefined ? {} : { race }),
    ...(reservation === undefined ? {} : { reservationId: reservationIdText(eventId, reservation) }),
    ...(field === undefined ? {} : { errors: [{ field: field.name, message: field.message }] }),
  };
}

function heldLongEnough(seconds: number): string {
  return (
    'You have held this seat for as long as one may, so others come first now. ' +
    `You can hold it again in ${seconds} s, if it is free then; reserving it at once is possible meanwhile.`
  );
}

/** Says that one field is wrong. */
export function invalid(field: string, message: string): ProblemError {
  return new ProblemError('validation', { errors: [{ field, message }] });
}

/** A Problem as far as its reason says it, in JSON: up to the detail, from there to the request's id, and on. */
interface Template {
  readonly start: string;
  readonly detail: string;
  readonly middle: string;
  readonly end: string;
}

const templates = new Map<Reason, Template>(reasonsByPrecedence.map((reason) => [reason, template(reason)]));

function template(reason: Reason): Template {
  const { title, status, advice, retryable } = reasons[reason];
  const start = { type: `urn:jari:problem:${reason}`, title: title.en, status };
  return {
    start: `${JSON.stringify(start).slice(0, -1)},"detail":`,
    detail: JSON.stringify(`${title.en} ${advice.en}`),
    middle: `,"success":false,"reason":"${reason}","request_id":"`,
    end: `","retryable":${retryable}`,
  };
}

/**
 * The answer's body: a Problem as JSON. It is put together from prepared parts, because nothing is answered
 * more often in the minute in which a hall sells out.
 *
 * @param requestId as request-id.ts makes them: nothing in it needs escaping
 */
export function problemText(reason: Reason, facts: ProblemFacts, requestId: string): string {
  const { start, detail, middle, end } = templates.get(reason) ?? template(reason);
  const { seatIds, race, queueNumber, reservationId, errors, changed } = facts;
  const special = facts.detail ?? firstMessage(errors);
  let text = start + (special === undefined ? detail : JSON.stringify(special)) + middle + requestId + end;
  if (seatIds !== undefined) text += `,"seat_ids":[${seatIds.join(',')}]`;
  if (race !== undefined) text += `,"lost_race":{"earlier_ms":${race.earlierMs},"others":${race.others}}`;
  if (queueNumber !== undefined) text += `,"queue_number":${queueNumber}`;
  if (reservationId !== undefined) text += `,"reservation_id":${JSON.stringify(reservationId)}`;
  if (errors !== undefined) text += `,"errors":${JSON.stringify(errors)}`;
  if (changed !== undefined) text += `,"changed":${JSON.stringify(changed)}`;
  return `${text}}`;
}

/** Seconds after which a retry makes sense, for the statuses that say so. */
export function retryAfter(status: number): string | undefined {
  return status === 503 || status === 429 ? '1' : undefined;
}

/** The answer to bytes that are no HTTP request, and so have no reply object to send it with. */
export function rawProblem(error: ProblemError, requestId: string): string {
  const body = problemText(error.reason, error.facts, requestId);
  const status = error.statusCode;
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nconnection: close\r\n` +
    `content-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nx-request-id: ${requestId}\r\n` +
    `x-content-type-options: nosniff\r\ncache-control: no-store\r\n\r\n${body}`
  );
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

function firstMessage(errors: readonly FieldError[] | undefined): string | undefined {
  const first = errors?.[0];
  return first === undefined ? undefined : `${first.field}: ${first.message}`;
}
