import { EventId, Problem, SeatId } from '@jari/contract';
import { reasons, reasonsByPrecedence, type Reason } from '@jari/contract/reasons';
import { Type } from '@fastify/type-provider-typebox';

/** Route parameters and headers, and the errors a route documents. */

export const EventParams = Type.Object({ event: EventId });
export const SeatParams = Type.Object({ id: SeatId });

/**
 * A name that is looked for in the ledger as it is written. No text there has a NUL in it, and PostgreSQL refuses to
 * look for one, which would be told as if it were away.
 */
export const nameText = (maxLength: number) => Type.String({ maxLength, pattern: '^[^\\u0000]*$' });

/** Made by the client before it sends, so that sending again is harmless. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ pattern: '^[!-~]{1,200}$', description: '1–200 visible ASCII characters, e.g. a UUID' }),
  ),
});

/** How the organiser's routes are asked: with a token, or with the session of the console. */
export const ORGANISER_SECURITY = [{ adminToken: [] }, { organiserSession: [] }];

export const Done = Type.Object({
  success: Type.Literal(true),
  changes: Type.Integer({
    minimum: 0,
    description: 'How many changes it made; 0: everything was so already',
  }),
});

/** What every route may answer with, whatever it does. */
const COMMON: readonly Reason[] = ['internal', 'unavailable', 'validation', 'too_large'];
/**
 * What comes along with a reason. Whoever must be a visitor may come from a foreign page, or with a gateway’s signature
 * that is wrong; whoever must work for the house may, besides, have tried too many tokens.
 */
const IMPLIED: Partial<Readonly<Record<Reason, readonly Reason[]>>> = {
  missing_user: ['unauthorized', 'forbidden'],
  not_your_role: ['unauthorized', 'forbidden', 'rate_limited'],
};
export const COMMAND_REASONS: readonly Reason[] = ['missing_user', 'forbidden', 'not_found', 'too_large'];

/**
 * The `response` entries for reasons, by status, as documentation. Problems are written by one function and
 * not by these schemas; see plugins/errors.ts.
 */
export function problems(...wanted: readonly Reason[]): Record<number, unknown> {
  const given = new Set<Reason>([...COMMON, ...wanted, ...wanted.flatMap((reason) => IMPLIED[reason] ?? [])]);
  const byStatus = new Map<number, Reason[]>();
  for (const reason of reasonsByPrecedence) {
    if (!given.has(reason)) continue;
    const { status } = reasons[reason];
    byStatus.set(status, [...(byStatus.get(status) ?? []), reason]);
  }
  return Object.fromEntries(
    Array.from(byStatus, ([status, list]) => [
      status,
      {
        description: list.map((reason) => `\`${reason}\`: ${reasons[reason].title.en}`).join(' · '),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  );
}
