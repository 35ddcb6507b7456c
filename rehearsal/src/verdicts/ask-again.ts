import type { Reservation } from '@jari/contract';
import type { History } from '../history/history.ts';
import type { MarkedEvent } from '../organiser/marked-event.ts';
import type { Records } from '../records/records.ts';
import { wiresFor } from '../wire/addresses.ts';
import type { AskedAgain } from './evidence.ts';

/** So many are asked. */
const ASKED_MAX = 200;

/** Asks some of those who bought, evenly over all of them, whether they still have what they were told. */
export async function askAgain(
  url: string,
  known: ReadonlyMap<string, Readonly<Record<string, string>>>,
  records: Records,
  event: MarkedEvent,
  history: History | undefined,
): Promise<AskedAgain[]> {
  const bought = records.people.filter(({ reservation }) => reservation !== undefined);
  const step = Math.max(1, Math.ceil(bought.length / ASKED_MAX));
  const [wire] = wiresFor(url, 1, history);
  if (wire === undefined) return [];
  const asked = bought
    .filter((_, i) => i % step === 0)
    .map(async ({ userId }) => {
      const { status, body } = await wire.ask({
        ...{ method: 'GET', path: '/api/v1/me/reservations' },
        headers: known.get(userId) ?? {},
        by: userId,
      });
      if (status !== 200) return { userId, reservationIds: undefined };
      records.tried['own-things']++;
      const own = body['reservations'] as readonly Reservation[];
      const foreign = own.find((reservation) => reservation.event !== event.id);
      if (foreign !== undefined) {
        records.violated('own-things', 'one sees only one’s own', `${userId} was shown ${foreign.id}`);
      }
      const good = own.filter((reservation) => reservation.status === 'active');
      return { userId, reservationIds: good.map(({ id }) => id) };
    });
  const answers = await Promise.all(asked);
  wire.close();
  return answers;
}
