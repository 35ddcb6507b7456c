import { EventId, Problem, SeatId } from '@jari/contract';
import { reasons, reasonsByPrecedence, type Reason } from '@jari/contract/reasons';
import { Type } from '@fastify/type-provider-typebox';

/** Route parameters and headers, and the errors a route documents. */

export const EventParams = Type.Object({ event: EventId });
export const SeatParams = Type.Object({ id: SeatId });

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
const COMMON: readonly Reason[] = ['internal', 'unavailable', 'validation'];
export const COMMAND_REASONS: readonly Reason[] = ['missing_user', 'forbidden', 'not_found', 'too_large'];

/**
 * The `response` entries for reasons, by status, as documentation. Problems are written by one function and
 * not by these schemas; see plugins/errors.ts.
 */
export function problems(...wanted: readonly Reason[]): Record<number, unknown> {
  const given = new Set<Reason>([...COMMON, ...wanted]);
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
