import type { LostRace, Problem } from '@jari/contract';
import { isReason } from '@jari/contract/reason-kinds';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads an error's body. Undefined when it is not one of ours: a proxy's HTML page says nothing about
 * whether the server carried the command out.
 */
export function parseProblem(status: number, body: unknown): Problem | undefined {
  if (!isRecord(body) || typeof body['reason'] !== 'string') return undefined;
  const reason = isReason(body['reason']) ? body['reason'] : status >= 500 ? 'internal' : 'validation';
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
  return {
    type: text('type'),
    title: text('title'),
    status,
    detail: text('detail'),
    success: false,
    reason,
    request_id: text('request_id'),
    retryable: body['retryable'] === true,
    ...(isNumberList(body['seat_ids']) ? { seat_ids: body['seat_ids'] } : {}),
    ...(isLostRace(body['lost_race']) ? { lost_race: body['lost_race'] } : {}),
    ...(typeof body['reservation_id'] === 'string' ? { reservation_id: body['reservation_id'] } : {}),
    ...(Array.isArray(body['errors']) ? { errors: body['errors'].filter(isFieldError) } : {}),
    ...(Array.isArray(body['changed']) ? { changed: body['changed'].filter(isForeignChange) } : {}),
  };
}

function isNumberList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number');
}

function isLostRace(value: unknown): value is LostRace {
  return isRecord(value) && typeof value['earlier_ms'] === 'number' && typeof value['others'] === 'number';
}

function isForeignChange(value: unknown): value is { at: string; actor: string; action: string } {
  return isRecord(value) && ['at', 'actor', 'action'].every((name) => typeof value[name] === 'string');
}

function isFieldError(value: unknown): value is { field: string; message: string } {
  return isRecord(value) && typeof value['field'] === 'string' && typeof value['message'] === 'string';
}
