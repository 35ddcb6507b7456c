import { API, curl, data, JSON_TYPE, ok, TOKEN, USER, type Example } from './example.ts';
import { RESERVATION } from './example-things.ts';

const KEPT = { ...RESERVATION, cancelled_at: null, personal_data: 'kept' };
const OPENED = { ...KEPT, user: 'user:user-123' };

/** The organiser's list of people, and what somebody may have of themselves. */
export const peopleExamples: Readonly<Record<string, Example>> = {
  listReservations: ok(curl(`'${API}/admin/events/default/reservations?q=5678&limit=50'`, TOKEN), {
    event: 'default',
    reservations: [{ ...KEPT, user_name: 'A**', phone: '010-****-5678' }],
    next: null,
    searched: 'parts',
  }),
  openReservation: ok(curl(`-X POST ${API}/admin/reservations/default.4/open`, TOKEN), {
    success: true,
    reservation: OPENED,
  }),
  exportReservations: ok(
    curl(`-O -J '${API}/admin/events/default/reservations.csv?personal=1'`, TOKEN),
    [
      'reservation,code,status,seats,seat_count,categories,total,currency,created_at,cancelled_at,user_name,phone,personal_data',
      "default.4,7KQ4M-2XF8T,active,A3,1,standard,,,2026-11-22T15:50:33.639Z,,Alice,'+821012345678,kept",
      '',
    ].join('\n'),
  ),
  exportPerson: ok(
    curl(`-X POST ${API}/admin/persons/export`, TOKEN, JSON_TYPE, data({ phone: '010-1234-5678' })),
    {
      exported_at: '2026-11-23T08:00:00.000Z',
      users: ['user:user-123'],
      reservations: [OPENED],
      log: [
        {
          event: 'default',
          sequence: 4,
          at: '2026-11-22T15:50:33.639Z',
          cause: 'reserved',
          seat_ids: [3],
          mark: 'Vb0mC2xq7TtY1oKzR9dLwA',
        },
      ],
    },
  ),
  erasePerson: ok(
    curl(
      `-X POST ${API}/admin/persons/erase`,
      TOKEN,
      JSON_TYPE,
      data({ phone: '010-1234-5678', reason: 'Asked for by letter of 23 November' }),
    ),
    { success: true, erased: 1 },
  ),
  exportMyData: ok(curl(`${API}/me/data`, USER), {
    exported_at: '2026-11-23T08:00:00.000Z',
    user: 'user:user-123',
    reservations: [OPENED],
    holds: [{ event: 'gala', seat_ids: [17, 18], expires_at: '2026-11-23T08:01:12.000Z' }],
    lines: [{ event: 'gala', seat_id: null }],
  }),
  eraseMyData: ok(curl(`-X DELETE ${API}/me/data`, USER), {
    success: true,
    erased: ['autumn.207'],
    kept: [{ id: 'default.4', until: '2027-01-21T10:30:00.000Z' }],
  }),
};
