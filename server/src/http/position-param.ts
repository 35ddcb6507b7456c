import { parsePosition, type ClaimedPosition } from '../domain/log-chain.ts';

/** What may stand for a place in the history of an event. */
export const POSITION_OR_SEQUENCE = '^([a-z0-9]{1,32}([.][0-9a-f]{8})?:)?(0|[1-9][0-9]{0,14})$';

/** A bare number is taken for one of the history that there is. */
export function readPosition(text: string, epoch: string): ClaimedPosition {
  return parsePosition(text) ?? { epoch, check: '', sequence: Number(text) };
}
