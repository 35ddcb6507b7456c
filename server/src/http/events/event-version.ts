import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BoxOffice } from '../../box-office/box-office.ts';
import type { Event } from '../../domain/event.ts';
import { invalid } from '../problem.ts';

/** How whoever changes an event says what they have seen of it. */
export const EventConditionHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'The `ETag` of the answer that you know the event by: if somebody has changed it since, nothing is done. ' +
        'Left out: whatever it is by now.',
    }),
  ),
});

/** The same of what can also make one. */
export const NewEventConditionHeaders = Type.Object({
  ...EventConditionHeaders.properties,
  'if-none-match': Type.Optional(
    Type.String({ maxLength: 200, description: '`*`: only if there is no event of this id yet.' }),
  ),
});

/** What an event must be like to be changed: at a version (0: there is none), there at all, or as it likes. */
export type EventCondition = number | 'exists' | 'any';

/**
 * Names the version of an event, for `If-Match`. Whether seats can be had now, which an answer says too, is no part of
 * it: a sale that has opened by itself is nothing that anybody has changed.
 */
export function tagOf({ version }: Pick<Event, 'version'>): string {
  return `"v${version}"`;
}

export function tag(reply: FastifyReply, event: Pick<Event, 'version'>): void {
  reply.header('etag', tagOf(event));
}

/** What the caller says the event must be like. */
export function conditionOf({ headers }: Pick<FastifyRequest, 'headers'>): EventCondition {
  const { 'if-match': known, 'if-none-match': unknown } = headers;
  if (unknown !== undefined) {
    if (unknown.trim() !== '*') throw invalid('if-none-match', 'can only be *');
    if (known !== undefined) throw invalid('if-none-match', 'is given instead of if-match');
    return 0;
  }
  if (known === undefined) return 'any';
  if (known.trim() === '*') return 'exists';
  // A proxy that compresses answers makes their tags weak ones.
  const version = /^\s*(?:W\/)?"v([1-9]\d{0,14})"\s*$/.exec(known)?.[1];
  if (version === undefined) throw invalid('if-match', 'must be the ETag of an event, as it was answered');
  return Number(version);
}

export function isMet(condition: EventCondition, known: BoxOffice | undefined): boolean {
  if (condition === 'any') return true;
  const version = known?.seatMap.event.version ?? 0;
  return condition === 'exists' ? version > 0 : version === condition;
}
