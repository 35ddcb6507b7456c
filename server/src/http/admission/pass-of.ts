import { Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { BoxOffice } from '../../box-office/box-office.ts';
import type { Doors } from '../../box-office/doors.ts';
import type { Pass } from '../../domain/command.ts';
import type { QueuePasses } from './queue-pass.ts';

/** What commands that take seats may be sent with. */
export const queuePassHeader = {
  'queue-pass': Type.Optional(
    Type.String({ maxLength: 300, description: 'The pass of the event’s waiting room, where it has one.' }),
  ),
};

/** The pass that came with a request, if it is ours, this user's and this event's; the box office asks when it ends. */
export function passOf(
  { headers }: Pick<FastifyRequest, 'headers'>,
  { seatMap: { event } }: BoxOffice,
  userId: string,
  { passes, doors }: { readonly passes: QueuePasses; readonly doors: Doors },
): Pass | undefined {
  if (event.rules.waitingRoom === null) return undefined;
  const given = headers['queue-pass'];
  const pass = typeof given === 'string' ? passes.read(given, event.eventId, userId) : undefined;
  if (pass === undefined || !doors.hasEndedEarly(event.eventId, pass.place)) return pass;
  // Using a turn or giving it back ends it.
  return { ...pass, endsAtMs: 0 };
}
