import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { IdempotencyKey } from '../box-office/proposal.ts';
import type { AppSettings } from './app-deps.ts';
import type { User } from './identity/user.ts';
import { invalid } from './problem.ts';

/** A mark is this much of a SHA-256: it fits a number, and no user's keys of one day share one by chance. */
const MARK_HEX_DIGITS = 12;

/**
 * The key of a request that may be sent again, with a mark of what it asks for. The mark is taken of the
 * normalised request, so that `010-1234-5678` and `+821012345678` are the same wish.
 *
 * Marks lie in the log for a day. A wish may name a person; without a secret in its mark, whoever has the log could try
 * phone numbers until one fits.
 *
 * @param wish the operation, the event, and what the body says, in a fixed order
 */
export function idempotencyKey(
  user: Pick<User, 'id'>,
  key: string | undefined,
  wish: readonly (string | number | undefined | readonly number[])[],
  { sessionSecrets }: Pick<AppSettings, 'sessionSecrets'>,
): IdempotencyKey | undefined {
  if (key === undefined) return undefined;
  const [first, ...others] = sessionSecrets;
  const wishPrint = (secret: string | undefined) => mark(JSON.stringify([secret, ...wish]));
  return {
    userId: user.id,
    keyPrint: mark(key),
    wishPrint: wishPrint(first),
    // While the secret is being changed the first sending may have been marked with another one.
    otherWishPrints: others.map(wishPrint),
  };
}

/**
 * Refuses a key where none is needed. To accept it without keeping it would promise what nobody does: the
 * answer of then, and 422 for another wish.
 */
export function refuseKey({ headers }: { readonly headers: IncomingHttpHeaders }): void {
  if (headers['idempotency-key'] === undefined) return;
  throw invalid('idempotency-key', 'is not taken here: this request is harmless to repeat as it is');
}

function mark(text: string): number {
  // By way of text, because a buffer for each hash would cost twice as much as the hash.
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, MARK_HEX_DIGITS), 16);
}
