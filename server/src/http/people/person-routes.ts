import { EraseInput, EraseResult, PersonExport, PersonQuery } from '@jari/contract';
import type { ReservationRecord } from '../../ports/reservation-record.ts';
import type { PersonId } from '../../ports/person-records.ts';
import { officeOf } from '../event-office.ts';
import { DESK_USER_ID } from '../identity/user.ts';
import { actorOf } from '../organisers/organiser-of.ts';
import { invalid } from '../problem.ts';
import { readPhone } from '../reservations/phone.ts';
import type { Routes } from '../route-context.ts';
import { ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { isoTime, openedJson } from './person-json.ts';

/** What is kept of one person, to be handed over or to be erased: the two things people may ask a house for. */
export const personRoutes: Routes = (app, { offices, persons, trail, allow, settings }) => {
  const shared = { tags: ['admin'], security: ORGANISER_SECURITY };
  const guarded = {
    config: { rateLimit: { max: settings.coldRequestsPerMinute } },
    preParsing: allow('organiser'),
  };
  const toJson = async (record: ReservationRecord) =>
    openedJson(record, (await officeOf(offices, record.eventId)).seatMap.hall);

  app.post(
    '/admin/persons/export',
    {
      ...guarded,
      schema: {
        ...shared,
        operationId: 'exportPerson',
        summary: 'All that is kept of one person; that it was taken stands in the trail',
        body: PersonQuery,
        response: { 200: PersonExport, ...problems('unauthorized', 'not_your_role') },
      },
    },
    async (request, reply) => {
      const person = readWhose(request.body);
      const records = await withLedger(persons.reservationsOfPerson(person));
      const named = 'userId' in person ? [person.userId] : [];
      const users = [...new Set([...named, ...records.map(({ userId }) => userId)])].filter(isSomebody);
      const log = users.length === 0 ? [] : await withLedger(persons.changesOfUsers(users));
      const detail = { reservations: records.length };
      await withLedger(
        trail.note({ actor: actorOf(request), action: 'person.exported', eventId: null, detail }),
      );
      reply.header('cache-control', 'no-store');
      return {
        exported_at: isoTime(offices.wallNow()),
        users,
        reservations: await Promise.all(records.map(toJson)),
        log: log.map(({ eventId, sequence, at, cause, seatIds, mark }) => ({
          ...{ event: eventId, sequence, at: isoTime(at), cause, seat_ids: [...seatIds], mark },
        })),
      };
    },
  );

  app.post(
    '/admin/persons/erase',
    {
      ...guarded,
      schema: {
        ...shared,
        operationId: 'erasePerson',
        summary: 'Removes name and phone of one person from all reservations; their seats stay sold',
        description:
          'The reason stands in the trail. Tickets show no name after that, and are not found by phone any more.',
        body: EraseInput,
        response: { 200: EraseResult, ...problems('unauthorized', 'not_your_role') },
      },
    },
    async (request) => {
      const { reason, ...whose } = request.body;
      const records = await withLedger(persons.reservationsOfPerson(readWhose(whose)));
      const erased = await withLedger(persons.erasePersons(records));
      const detail = { reservations: erased, reason };
      await withLedger(
        trail.note({ actor: actorOf(request), action: 'person.erased', eventId: null, detail }),
      );
      return { success: true as const, erased };
    },
  );
};

/** For whoever came the organiser reserved under one name. */
function isSomebody(userId: string): boolean {
  return userId !== DESK_USER_ID;
}

function readWhose({ phone: text, user }: PersonQuery): PersonId {
  if (user !== undefined) {
    if (text !== undefined) throw invalid('user', 'cannot be given together with phone');
    if (!isSomebody(user)) throw invalid('user', 'is the desk, and so nobody in particular; ask by phone');
    return { userId: user };
  }
  if (text === undefined) throw invalid('phone', 'is missing, and so is user: one of them is needed');
  const phone = readPhone(text);
  if (!('phone' in phone)) throw invalid('phone', phone.message);
  return { phone: phone.phone };
}
