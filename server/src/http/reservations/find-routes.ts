import { FindInput, ReservationResult } from '@jari/contract';
import { LookUpLimit } from '../plugins/look-up-limit.ts';
import { ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { officeOf } from '../event-office.ts';
import { problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { readCode } from './code.ts';
import { readPhone } from './phone.ts';
import { recordJson } from './reservation-json.ts';

/** No reservation has these, so that looking for them takes as long as looking for any other. */
const NO_CODE = '00000-00000';
const NO_PHONE = '-';

/**
 * `POST /reservations/find`: a ticket whose browser is gone. Whoever knows code and phone may read it; nobody
 * becomes its owner. A POST, so that neither stands in an address, in a log or in a history.
 */
export const findRoutes: Routes = (app, { offices, ledger, clock }) => {
  const limit = new LookUpLimit(() => clock.monotonicMs());

  app.post(
    '/reservations/find',
    {
      schema: {
        operationId: 'findReservation',
        tags: ['reservations'],
        summary: 'A reservation by its code and phone, from any browser; for reading only',
        description:
          'Wrong and unknown are the same `not_found`. The code is read as people write it: small letters, ' +
          'blanks and dashes do not matter, O is 0, I and L are 1.',
        body: FindInput,
        response: { 200: ReservationResult, ...problems('not_found', 'rate_limited', 'too_large') },
      },
    },
    async (request, reply) => {
      limit.take(request.ip);
      const code = readCode(request.body.code) ?? NO_CODE;
      const phone = readPhone(request.body.phone);
      // What cannot be right is looked for all the same: the answer to it comes neither sooner nor in other words.
      const record = await withLedger(
        ledger.findReservationByCode(code, 'phone' in phone ? phone.phone : NO_PHONE),
      );
      if (record === undefined) throw new ProblemError('not_found', { detail: NOT_FOUND });
      reply.header('cache-control', 'no-store');
      const office = await officeOf(offices, record.eventId);
      return { success: true as const, reservation: recordJson(record, office.seatMap) };
    },
  );
};

const NOT_FOUND = 'No reservation has this code and this phone number.';
