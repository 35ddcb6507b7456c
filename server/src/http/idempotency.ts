import { hash } from 'node:crypto';
import type { IdempotencyKey } from '../box-office/attempt.ts';
import type { User } from './identity/user.ts';

/**
 * The key of a request that may be sent again, with a fingerprint of what it asks for. The fingerprint is
 * taken of the normalised request, so that `010-1234-5678` and `+821012345678` are the same wish.
 *
 * @param wish the operation, the event, and what the body says, in a fixed order
 */
export function idempotencyKey(
  user: User,
  key: string | undefined,
  wish: readonly (string | number | undefined | readonly number[])[],
): IdempotencyKey | undefined {
  if (key === undefined) return undefined;
  return { userId: user.id, key, fingerprint: hash('sha256', JSON.stringify(wish), 'base64url') };
}
