import type { Change } from '../../src/domain/change.ts';
import { BEGINNING, MOMENT_MS } from './step-clock.ts';

const ANY = 2;
const KIND = { held: 0, expired: 1, reserved: 2, assigned: 3 };

/** A history as the model writes it: six bits a change. */
export function encode(changes: readonly Change[], wants: readonly number[]): number {
  return changes.reduce((log, change, i) => log | (encodeChange(change, wants) << (6 * i)), 0);
}

function encodeChange(change: Change, wants: readonly number[]): number {
  if (!('userId' in change)) throw new Error(`the model knows no ${change.cause}`);
  const user = Number(change.userId.slice(1));
  const moment = Math.floor((change.at - BEGINNING) / MOMENT_MS);
  const isAssigned = change.cause === 'reserved' && wants[user] === ANY;
  if (isAssigned) return KIND.assigned | (user << 2) | (((change.seatIds[0] ?? 0) - 1) << 4) | (moment << 5);
  if (change.cause !== 'held' && change.cause !== 'expired' && change.cause !== 'reserved') {
    throw new Error(`the model knows no ${change.cause}`);
  }
  return KIND[change.cause] | (user << 2) | (moment << 4);
}

/** How the hall looks after a history: a letter a seat, and whose it is. */
export function hallAfter(log: number, length: number, wants: readonly number[]): string[] {
  const seats = ['a:', 'a:'];
  for (let i = 0; i < length; i++) {
    const change = (log >> (6 * i)) & 63;
    const kind = change & 3;
    const user = (change >> 2) & 3;
    const seat = kind === KIND.assigned ? (change >> 4) & 1 : (wants[user] ?? 0);
    seats[seat] = kind === KIND.expired ? 'a:' : `${kind === KIND.held ? 'h' : 'r'}:u${user}`;
  }
  return seats;
}
