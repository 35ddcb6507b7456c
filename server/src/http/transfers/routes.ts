import { Type } from '@fastify/type-provider-typebox';
import {
  OfferedTicket,
  ReservationResult,
  TransferInput,
  TransferOffer,
  TransferToken,
} from '@jari/contract';
import { isRefusal } from '../../domain/refusal.ts';
import type { ReservationRecord } from '../../ports/reservation-record.ts';
import { officeOf } from '../event-office.ts';
import { guestJson } from '../door/guest-json.ts';
import { idempotencyKey, refuseKey } from '../idempotency.ts';
import { sendJson } from '../json-text.ts';
import { ProblemError } from '../problem.ts';
import { draftReservation } from '../reservations/draft.ts';
import { parseReservationId } from '../reservations/reservation-id.ts';
import { readPerson } from '../reservations/person.ts';
import { newReservationJson } from '../reservations/reservation-json.ts';
import type { Routes } from '../route-context.ts';
import { COMMAND_REASONS, IdempotencyHeaders, problems } from '../schemas.ts';
import { sendRefusal } from '../send-problem.ts';
import { withLedger } from '../with-ledger.ts';
import { TransferLinks, type TransferFacts } from './transfer-links.ts';

/** How long somebody has to take what they were given. */
const LINK_TTL_MS = 72 * 3_600_000;
const VOID =
  'This link is no longer good: it has run out, or the ticket was cancelled or taken. Ask for a new one.';

/** A ticket goes from one person to another, by a link. */
export const transferRoutes: Routes = (app, context) => {
  const { offices, ledger, entries, identity, random, settings } = context;
  const links = new TransferLinks(settings.sessionSecrets);

  /** What a link is about, whatever has become of it. */
  const find = async (token: string): Promise<{ facts: TransferFacts; record: ReservationRecord }> => {
    const facts = links.read(token);
    if (facts === undefined) throw new ProblemError('not_found', { detail: VOID });
    const { eventId, reservation: sequence, madeAtMs } = facts;
    const record = await withLedger(ledger.findReservation({ eventId, sequence }));
    const isAnother = madeAtMs !== undefined && madeAtMs !== Math.floor(record?.createdAt ?? NaN);
    if (record === undefined || isAnother) throw new ProblemError('not_found', { detail: VOID });
    return { facts, record };
  };
  const refuseAdmitted = async ({ eventId, sequence }: ReservationRecord): Promise<void> => {
    if (await withLedger(entries.isAdmitted(eventId, sequence))) throw new ProblemError('already_admitted');
  };
  const refuseUnlessGood = async (facts: TransferFacts, record: ReservationRecord): Promise<void> => {
    const office = await officeOf(offices, facts.eventId);
    const isVoid = record.cancelledAt !== null || facts.endsAtMs <= office.wallNow();
    if (isVoid) throw new ProblemError('not_found', { detail: VOID });
    await refuseAdmitted(record);
  };

  app.post(
    '/reservations/:id/transfer',
    {
      schema: {
        operationId: 'offerReservation',
        tags: ['reservations'],
        summary: 'Gives one of my reservations away: what a link to it has to carry',
        description:
          'Nothing changes until somebody accepts it. All links to a reservation are void as soon as it is cancelled ' +
          'or accepted, by its owner too.',
        params: Type.Object({ id: Type.String() }),
        response: { 200: TransferOffer, ...problems(...COMMAND_REASONS, 'already_admitted') },
      },
    },
    async (request) => {
      refuseKey(request);
      const user = identity.require(request);
      const id = parseReservationId(request.params.id);
      const record = id === undefined ? undefined : await withLedger(ledger.findReservation(id));
      if (record?.userId !== user.id || record.cancelledAt !== null) throw new ProblemError('not_found');
      await refuseAdmitted(record);
      const { eventId, sequence: reservation, createdAt: madeAtMs } = record;
      const endsAtMs = Math.floor((await officeOf(offices, eventId)).wallNow()) + LINK_TTL_MS;
      const token = links.write({ eventId, reservation, madeAtMs, endsAtMs });
      return { success: true as const, token, expires_at: new Date(endsAtMs).toISOString() };
    },
  );

  app.post(
    '/transfers/look',
    {
      schema: {
        operationId: 'lookAtOfferedTicket',
        tags: ['reservations'],
        summary: 'What somebody offers me by a link',
        description: 'A POST, so that the token stands in no address and in no log.',
        body: TransferToken,
        response: { 200: OfferedTicket, ...problems(...COMMAND_REASONS, 'already_admitted') },
      },
    },
    async (request) => {
      refuseKey(request);
      const { facts, record } = await find(request.body.token);
      await refuseUnlessGood(facts, record);
      const { eventId, endsAtMs } = facts;
      const { hall } = (await officeOf(offices, eventId)).seatMap;
      return {
        event: eventId,
        seats: guestJson(record, hall).seats,
        expires_at: new Date(endsAtMs).toISOString(),
        is_mine: identity.find(request)?.id === record.userId,
      };
    },
  );

  app.post(
    '/transfers/accept',
    {
      schema: {
        operationId: 'acceptOfferedTicket',
        tags: ['reservations'],
        summary: 'Takes what I was offered: its seats are mine, with a new code, and the old ticket is void',
        headers: IdempotencyHeaders,
        body: TransferInput,
        response: {
          201: ReservationResult,
          ...problems(
            ...COMMAND_REASONS,
            'idempotency_mismatch',
            'already_admitted',
            'limit_exceeded',
            'contention',
          ),
        },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const person = readPerson(request.body);
      const { facts, record } = await find(request.body.token);
      const { eventId, reservation } = facts;
      const wish = ['transfer', eventId, reservation, person.userName, person.phone] as const;
      const key = idempotencyKey(user, request.headers['idempotency-key'], wish, settings);
      const office = await officeOf(offices, eventId);
      // What is another's by now may be so by this very request, sent before: the box office knows.
      if (record.cancelledAt === null) await refuseUnlessGood(facts, record);
      const outcome = await office.submit(
        {
          kind: 'transfer',
          userId: user.id,
          from: {
            userId: record.userId,
            reservation: record.sequence,
            origin: record.origin ?? record.sequence,
          },
          sold: record,
          reservation: draftReservation(random, person, office.seatMap.event),
        },
        key,
      );
      if (isRefusal(outcome)) {
        if (outcome.refused === 'not_found') throw new ProblemError('not_found', { detail: VOID });
        return sendRefusal(reply, outcome, eventId);
      }
      const made = newReservationJson(outcome, person, office.seatMap);
      return sendJson<ReservationResult>(reply, 201, { success: true, reservation: made });
    },
  );
};
