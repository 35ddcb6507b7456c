import { ForgetMeResult, MyData } from '@jari/contract';
import type { BoxOffice } from '../../box-office/box-office.ts';
import type { Event } from '../../domain/event.ts';
import type { ReservationRecord } from '../../ports/reservation-record.ts';
import { officeOf } from '../event-office.ts';
import { refuseKey } from '../idempotency.ts';
import { reservationIdOf } from '../reservations/reservation-id.ts';
import type { RouteContext, Routes } from '../route-context.ts';
import { COMMAND_REASONS, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { isoTime, openedJson } from './person-json.ts';

const DAY_MS = 86_400_000;

/** What is kept about whoever asks, and having it removed. */
export const myDataRoutes: Routes = (app, context) => {
  const { offices, persons, identity, settings } = context;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };
  const seatMapOf = async ({ eventId }: ReservationRecord) => (await officeOf(offices, eventId)).seatMap;

  app.get(
    '/me/data',
    {
      config,
      schema: {
        operationId: 'exportMyData',
        tags: ['reservations'],
        summary: 'What is kept about me: reservations, holds, places in line',
        description:
          'What the logs of the events say besides, where nobody has a name, the organiser gives out.',
        response: { 200: MyData, ...problems('missing_user', 'rate_limited') },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const records = await withLedger(persons.reservationsOfPerson({ userId: user.id }));
      await openLinesOf(user.id, context);
      const reservations = records.map(async (record) => openedJson(record, (await seatMapOf(record)).hall));
      reply.header('cache-control', 'no-store');
      return {
        exported_at: isoTime(offices.wallNow()),
        user: user.id,
        reservations: await Promise.all(reservations),
        ...placesOf(user.id, offices.all()),
      };
    },
  );

  app.delete(
    '/me/data',
    {
      config,
      schema: {
        operationId: 'eraseMyData',
        tags: ['reservations'],
        summary: 'Removes my name and phone from reservations that no coming event needs them for',
        description:
          'Those of events that are over, and those that were cancelled. A reservation for a coming event keeps them until it is cancelled or over. Seats stay as they are.',
        response: { 200: ForgetMeResult, ...problems(...COMMAND_REASONS, 'rate_limited') },
      },
    },
    async (request) => {
      refuseKey(request);
      const user = identity.require(request);
      const records = await withLedger(persons.reservationsOfPerson({ userId: user.id }));
      const over: ReservationRecord[] = [];
      const kept: ForgetMeResult['kept'] = [];
      for (const record of records) {
        const { event } = await seatMapOf(record);
        if (record.cancelledAt !== null || endOf(event) <= offices.wallNow()) over.push(record);
        else if (hasPerson(record))
          kept.push({ id: reservationIdOf(record), until: isoTime(keptUntil(record, event)) });
      }
      // Also those whose name is gone: why an organiser cancelled one may still name somebody.
      await withLedger(persons.erasePersons(over));
      return { success: true as const, erased: over.filter(hasPerson).map(reservationIdOf), kept };
    },
  );
};

/**
 * Opens the box offices at which somebody may wait, if they are not open here: few, and not all that there are, because
 * anybody may ask. Whoever holds seats has asked for them minutes ago, and those offices are open.
 */
async function openLinesOf(userId: string, { persons, offices }: Pick<RouteContext, 'persons' | 'offices'>) {
  const eventIds = await withLedger(persons.eventsStoodInLine(userId));
  await withLedger(Promise.all(eventIds.map((eventId) => offices.get(eventId))));
}

/** Holds and places in line, of which the ledger knows only in its log, at the box offices that are open. */
function placesOf(userId: string, offices: Iterable<BoxOffice>): Pick<MyData, 'holds' | 'lines'> {
  const holds: MyData['holds'] = [];
  const lines: MyData['lines'] = [];
  for (const office of offices) {
    const event = office.seatMap.event.eventId;
    const hold = office.seatMap.place(userId)?.hold;
    if (hold !== undefined && hold.expiresAt > office.now()) {
      const expires_at = isoTime(hold.expiresAt - office.time().correctionMs);
      holds.push({ event, seat_ids: [...hold.seatIds], expires_at });
    }
    for (const { wish } of office.seatMap.line.ofUser(userId)) {
      lines.push({ event, seat_id: 'seatId' in wish ? wish.seatId : null });
    }
  }
  return { holds, lines };
}

function hasPerson({ userName, phone, isUnreadable }: ReservationRecord): boolean {
  return userName !== '' || phone !== '' || isUnreadable === true;
}

function endOf({ endsAt, startsAt }: Event): number {
  return endsAt ?? startsAt;
}

/** As forget-persons.sql has it. */
function keptUntil({ createdAt }: ReservationRecord, event: Event): number {
  return Math.max(endOf(event), createdAt) + event.rules.personalDataDays * DAY_MS;
}
