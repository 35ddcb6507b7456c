import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { EVENT } from './house.ts';
import type { Tally } from './tally.ts';
import type { LeanReply } from '../rig/lean-connection.ts';
import type { Wires } from './wires.ts';

const PATH = `/api/v1/events/${EVENT}`;
const ME = JSON.stringify({ user_name: 'Somebody', phone: '+12025550199' });
const HELD_REMEMBERED = 200;

/** What all who come share. */
export interface Place {
  readonly seats: number;
  readonly wires: Wires;
  readonly tally: Tally;
  readonly random: () => number;
  /** How long people think, as a share of what is usual; 0 while the capacity is looked for. */
  thinkShare: number;
  /** Seats that somebody held a moment ago. */
  readonly held: number[];
}

/** Somebody comes, looks, holds, thinks, buys, and gives it back after a while, so that the hall never sells out. */
export async function live(place: Place, number: number): Promise<void> {
  const { random, held } = place;
  const is = (share: number) => random() < share;
  const think = (ms: number) => delay(ms * place.thinkShare * (0.5 + random()));
  const user = `soak-${String(number)}`;
  const ask = async (kind: string, method: string, path: string, body = '', key = ''): Promise<LeanReply> => {
    const startedAt = performance.now();
    const headers = { 'x-user-id': user, ...(key === '' ? {} : { 'idempotency-key': key }) };
    const reply = await place.wires.ask(number, { method, path, headers, body });
    place.tally.note(kind, reply.status, performance.now() - startedAt);
    return reply;
  };

  if (is(0.3)) await ask('states', 'GET', `${PATH}/states`);
  if (is(0.04)) {
    await waitInLine(ask, think, held[Math.floor(random() * held.length)] ?? 1, is);
    return;
  }
  const first = 1 + Math.floor(random() * (place.seats - 1));
  const seats = is(0.3) ? [first, first + 1] : [first];
  const body = is(0.1)
    ? JSON.stringify({ best_available: { quantity: 2 } })
    : JSON.stringify({ seat_ids: seats });
  const holding = await ask('hold', 'PUT', `${PATH}/hold`, body);
  if (holding.status !== 200) return;
  held.push(first);
  if (held.length > HELD_REMEMBERED) held.shift();
  await think(2_000);
  // Some just go: their holds run out.
  if (is(0.05)) return;
  if (is(0.15)) await ask('extend', 'POST', `${PATH}/hold/extend`, '', randomUUID());
  if (is(0.1)) {
    await ask('release', 'DELETE', `${PATH}/hold`);
    return;
  }
  const key = randomUUID();
  const buy = () => ask('confirm', 'POST', `${PATH}/reservations`, ME, key);
  let made = await buy();
  for (let tries = 0; made.status === 503 && tries < 5; tries++) {
    await delay(200 + 300 * random());
    made = await buy();
  }
  if (made.status !== 201) return;
  const id = /"id":"([^"]+)"/.exec(made.body)?.[1] ?? '';
  // The answer got lost: the same again, with the same key.
  if (is(0.1)) {
    const again = await buy();
    const isSame = again.body === made.body;
    place.tally.count(again.status === 503 ? 'retry refused' : isSame ? 'retry same' : 'retry differs');
  }
  if (is(0.2)) await ask('mine', 'GET', '/api/v1/me/reservations');
  await think(15_000);
  await ask('cancel', 'DELETE', `/api/v1/reservations/${id}`);
}

async function waitInLine(
  ask: (kind: string, method: string, path: string, body?: string) => Promise<LeanReply>,
  think: (ms: number) => Promise<void>,
  seat: number,
  is: (share: number) => boolean,
): Promise<void> {
  const { status } = await ask('line', 'PUT', `${PATH}/line`, JSON.stringify({ seat_ids: [seat] }));
  if (status !== 200) return;
  await think(4_000);
  // Who was given the seat meanwhile lets it run out, or gives it back.
  if (is(0.5)) await ask('line', 'DELETE', `${PATH}/line`);
  if (is(0.5)) await ask('release', 'DELETE', `${PATH}/hold`);
}
