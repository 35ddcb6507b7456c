import { passHeader } from './choosing.ts';
import type { Person } from './person.ts';

/** Somebody who tries what nobody may, until the sale is over. All of it must be refused. */
export async function snoop(person: Person): Promise<void> {
  const { clock, event } = person.crowd;
  person.record.outcome = 'snooped in vain';
  const tricks =
    event.details.waiting_room === null ? [readTicket, cancelTicket] : [takeSeats, readTicket, cancelTicket];
  for (let i = 0; await clock.take(2_000 + 4_000 * person.random()); i++) {
    await tricks[i % tricks.length]?.(person);
  }
}

/** Seats without a turn: with no pass, with one that somebody else was seen with, with a forged one. */
async function takeSeats(person: Person): Promise<void> {
  const { event, records, seenPasses } = person.crowd;
  const { random } = person;
  const stolen = seenPasses[Math.floor(random() * seenPasses.length)];
  const pass = random() < 0.4 ? undefined : random() < 0.5 ? stolen : `${stolen ?? 'q1'}x`;
  const seat = 1 + Math.floor(person.crowd.hall.seatCount * random());
  const isDirect = random() < 0.5;
  const answer = await person.ask('try', {
    method: isDirect ? 'POST' : 'PUT',
    path: isDirect ? `${event.path}/reservations` : `${event.path}/hold`,
    headers: passHeader(pass),
    body: isDirect ? { ...person.invented, seat_ids: [seat] } : { seat_ids: [seat] },
  });
  records.tried['own-things']++;
  if (answer.status === 200 || answer.status === 201) {
    records.violated('own-things', 'no seat without a turn of one’s own', `${person.record.userId} got one`);
  }
}

async function readTicket(person: Person): Promise<void> {
  await tryTicket(person, 'GET');
}

async function cancelTicket(person: Person): Promise<void> {
  await tryTicket(person, 'DELETE');
}

async function tryTicket(person: Person, method: 'GET' | 'DELETE'): Promise<void> {
  const { records, seenReservations } = person.crowd;
  const id = seenReservations[Math.floor(person.random() * seenReservations.length)];
  if (id === undefined) return;
  const answer = await person.ask('try', { method, path: `/api/v1/reservations/${id}` });
  records.tried['own-things']++;
  if (answer.status >= 200 && answer.status < 300) {
    const what = `${person.record.userId} could ${method} ${id}`;
    records.violated('own-things', 'another’s ticket is none of one’s business', what);
  }
}
