import { fromRow, type ChangeRow } from '../../domain/change-codec.ts';
import type { Hold } from '../../domain/seat.ts';
import {
  emptyPlace,
  endedAfter,
  isVacant,
  withoutStale,
  type OwnReservation,
  type UsedKey,
  type UserPlace,
} from '../../domain/user-place.ts';

/** All seats of an event, as load-seats.sql gives them. */
export interface SeatsRow {
  readonly states: string;
  /** In the order of the seats: of those held or reserved, of those held, of those held, of those reserved. */
  readonly users: readonly string[];
  readonly expiries: readonly number[];
  readonly extensions: readonly number[];
  readonly reservations: readonly number[];
}

/** Lists of the same length, as load-keys.sql gives them. */
export interface KeysRow {
  readonly sequences: readonly number[];
  readonly times: readonly number[];
  readonly users: readonly string[];
  readonly keys: readonly number[];
  readonly wishes: readonly number[];
}

export interface EndedHoldsRow {
  readonly changes: readonly ChangeRow[];
}

interface OpenHold extends Hold {
  readonly seatIds: number[];
}
interface OpenReservation extends OwnReservation {
  readonly seatIds: number[];
}
/** A place that is still being put together. */
interface OpenPlace extends UserPlace {
  hold: OpenHold | undefined;
  ended: UserPlace['ended'];
  reservations: OpenReservation[];
  keys: UsedKey[];
}

/** Puts together what each user has. The lists are long, so each is gone through once and nothing is copied. */
export class PlaceBuilder {
  private readonly places = new Map<string, OpenPlace>();

  /** Returns the user of each held or reserved seat. */
  addSeats({ states, users, expiries, extensions, reservations }: SeatsRow): (string | undefined)[] {
    const owners = new Array<string | undefined>(states.length).fill(undefined);
    let user = 0;
    let hold = 0;
    let reservation = 0;
    for (let i = 0; i < states.length; i++) {
      const letter = states[i];
      if (letter !== 'h' && letter !== 'r') continue;
      const place = this.#place(at(users, user++));
      owners[i] = place.userId;
      if (letter === 'r') addReserved(place, at(reservations, reservation++), i + 1);
      else {
        addHeld(place, at(expiries, hold), at(extensions, hold), i + 1);
        hold++;
      }
    }
    return owners;
  }

  addKeys({ sequences, times, users, keys, wishes }: KeysRow): void {
    for (let i = 0; i < sequences.length; i++) {
      const key: UsedKey = {
        keyPrint: at(keys, i),
        wishPrint: at(wishes, i),
        sequence: at(sequences, i),
        atMinute: Math.floor(at(times, i) / 60_000),
      };
      const place = this.#place(at(users, i));
      if (place.keys.length === 0) place.keys = [key];
      else place.keys.push(key);
    }
  }

  addEndedHolds({ changes }: EndedHoldsRow): void {
    for (const row of changes) {
      if (row.user_id === null) continue;
      const place = this.#place(row.user_id);
      place.ended = endedAfter(place.ended, fromRow(row));
    }
  }

  /** Without what no longer counts; see `withoutStale`. */
  finish(now: number, wallNow: number): UserPlace[] {
    const finished: UserPlace[] = [];
    for (const place of this.places.values()) {
      if (place.reservations.length > 1) place.reservations.sort((a, b) => a.sequence - b.sequence);
      const kept =
        place.ended.length > 0 || place.keys.length > 0 ? withoutStale(place, now, wallNow) : place;
      if (!isVacant(kept)) finished.push(kept);
    }
    return finished;
  }

  #place(userId: string): OpenPlace {
    const known = this.places.get(userId);
    if (known !== undefined) return known;
    const { ended } = emptyPlace(userId);
    // One empty list for all: it is replaced, not filled.
    const place = { userId, hold: undefined, ended, reservations: NONE, keys: NONE };
    this.places.set(userId, place);
    return place;
  }
}

const NONE: never[] = [];

function addReserved(place: OpenPlace, sequence: number, seatId: number): void {
  if (place.reservations.length === 0) {
    place.reservations = [{ sequence, seatIds: [seatId] }];
    return;
  }
  const known = place.reservations.find((each) => each.sequence === sequence);
  if (known === undefined) place.reservations.push({ sequence, seatIds: [seatId] });
  else known.seatIds.push(seatId);
}

function addHeld(place: OpenPlace, expiresAt: number, extensionsUsed: number, seatId: number): void {
  if (place.hold === undefined) {
    place.hold = { userId: place.userId, seatIds: [seatId], expiresAt, extensionsUsed };
  } else place.hold.seatIds.push(seatId);
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error('The ledger holds a seat without the facts its state requires.');
  return value;
}
