import type { Change } from '../../domain/change.ts';
import { fromRow, toRow, type ChangeRow } from '../../domain/change-codec.ts';

/**
 * What one instance says on the bus. `number` counts its news, those it could not send included, so that
 * whoever listens notices a hole however it came about.
 */
export type NewsMessage = { readonly from: string; readonly number: number } & (
  | { readonly kind: 'news'; readonly eventId: string; readonly changes: readonly Change[] }
  /** Nothing new: I am here, and this was the number of my last news. */
  | { readonly kind: 'heartbeat' }
  /** I am leaving: do not wait for me. */
  | { readonly kind: 'farewell' }
);

/** Raised when a message of an older instance would be misread. */
const VERSION = 3;

const HASH = /^[0-9a-f]{64}$/;

/** As JSON: {v: version, i: from, n: number} and either {e: event, c: rows of changes}, or {b: 1} to say farewell. */
export function encode(message: NewsMessage): string {
  const head = { v: VERSION, i: message.from, n: message.number };
  switch (message.kind) {
    case 'news':
      return JSON.stringify({ ...head, e: message.eventId, c: message.changes.map(toRow) });
    case 'farewell':
      return JSON.stringify({ ...head, b: 1 });
    case 'heartbeat':
      return JSON.stringify(head);
  }
}

/**
 * `foreign`: of an instance with another version, whose news we miss. `unreadable`: none of ours. Every
 * field is looked at, because anybody who reaches Redis can write to it.
 */
export function decode(text: string): NewsMessage | 'foreign' | 'unreadable' {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return 'unreadable';
  }
  if (!isRecord(body) || typeof body['i'] !== 'string' || !isCount(body['n'])) return 'unreadable';
  if (body['v'] !== VERSION) return isCount(body['v']) ? 'foreign' : 'unreadable';
  const head = { from: body['i'], number: body['n'] };
  if (body['b'] === 1) return { ...head, kind: 'farewell' };
  const { e: eventId, c: rows } = body;
  if (eventId === undefined && rows === undefined) return { ...head, kind: 'heartbeat' };
  if (typeof eventId !== 'string' || !Array.isArray(rows) || !rows.every(isRow)) return 'unreadable';
  return { ...head, kind: 'news', eventId, changes: rows.map(fromRow) };
}

/** Whether it is the row of a change that can have happened, with every fact that its cause requires. */
function isRow(value: unknown): value is ChangeRow {
  if (!isRecord(value)) return false;
  const { sequence, at, cause, actor, seat_ids: seatIds, hash } = value;
  if (!isCount(sequence) || !isCount(at) || typeof actor !== 'string') return false;
  if (!Array.isArray(seatIds) || !seatIds.every(isCount)) return false;
  if (typeof hash !== 'string' || !HASH.test(hash)) return false;
  const { key_print: keyPrint, wish_print: wishPrint } = value;
  if (!isCountOrNull(keyPrint) || !isCountOrNull(wishPrint)) return false;
  const hasUser = typeof value['user_id'] === 'string';
  switch (cause) {
    case 'held':
    case 'extended':
    case 'released':
    case 'expired':
      return hasUser && isCount(value['expires_at']) && isCount(value['extensions_used']);
    case 'reserved':
      return hasUser && isCount(value['remaining_seats']);
    case 'cancelled':
      return hasUser && isCount(value['reservation']);
    case 'queued':
      return hasUser && isWish(value['wish']);
    case 'left_line':
      return hasUser && isWish(value['wish']) && isCount(value['entry']);
    case 'offered':
      return (
        hasUser &&
        isWish(value['wish']) &&
        isCount(value['entry']) &&
        isCount(value['expires_at']) &&
        isCount(value['extensions_used'])
      );
    default:
      return cause === 'blocked' || cause === 'unblocked';
  }
}

function isWish(value: unknown): boolean {
  if (!Array.isArray(value)) return isCount(value);
  const [quantity, category, together] = value as unknown[];
  const isOfAny = category === null || typeof category === 'string';
  return value.length === 3 && isCount(quantity) && isOfAny && typeof together === 'boolean';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isCountOrNull(value: unknown): value is number | null {
  return value === null || isCount(value);
}
