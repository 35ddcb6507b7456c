import { fromRow, type ChangeRow } from '../../domain/change-codec.ts';
import { stateLetters, type Hold } from '../../domain/seat.ts';
import {
  endedAfter,
  isVacant,
  withoutStale,
  type OwnReservation,
  type UsedKey,
  type UserPlace,
} from '../../domain/user-place.ts';
import { numberColumn, textColumn } from './columns.ts';

/** All seats of an event, as load-seats.sql gives them. */
export interface SeatsRow {
  readonly states: string;
  /** In the order of the seats: of those held or reserved, of those held, of those held, of those reserved. */
  readonly users: string;
  readonly expiries: Buffer | null;
  readonly extensions: Buffer | null;
  readonly reservations: Buffer | null;
}

/** Lists of the same length, as load-keys.sql gives them. */
export interface KeysRow {
  readonly sequences: Buffer | null;
  readonly minutes: Buffer | null;
  readonly keys: Buffer | null;
  readonly wishes: Buffer | null;
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
  addSeats(row: SeatsRow): (string | undefined)[] {
    const { states } = row;
    const users = textColumn(row.users);
    const expiries = numberColumn(row.expiries);
    const extensions = numberColumn(row.extensions);
    const reservations = numberColumn(row.reservations);
    const owners = new Array<string | undefined>(states.length).fill(undefined);
    let user = 0;
    let hold = 0;
    let reservation = 0;
    for (let i = 0; i < states.length; i++) {
      const letter = states.charCodeAt(i);
      if (letter !== HELD && letter !== RESERVED) continue;
      const place = this.#place(at(users, user++));
      owners[i] = place.userId;
      if (letter === RESERVED) addReserved(place, at(reservations, reservation++), i + 1);
      else {
        addHeld(place, at(expiries, hold), at(extensions, hold), i + 1);
        hold++;
      }
    }
    return owners;
  }

  /**
   * Adds the keys whose user is known by the reservation that was made with them. Returns the others, to be given
   * to `addKeysOf` with their users.
   */
  addKeys(row: KeysRow): UsedKey[] {
    const sequences = numberColumn(row.sequences);
    const minutes = numberColumn(row.minutes);
    const keys = numberColumn(row.keys);
    const wishes = numberColumn(row.wishes);
    const others: UsedKey[] = [];
    if (sequences.length === 0) return others;
    const byReservation = this.#byReservation();
    for (let i = 0; i < sequences.length; i++) {
      const sequence = at(sequences, i);
      const key = { keyPrint: at(keys, i), wishPrint: at(wishes, i), sequence, atMinute: at(minutes, i) };
      const place = byReservation.get(sequence);
      if (place === undefined) others.push(key);
      else addKey(place, key);
    }
    return others;
  }

  addKeysOf(users: readonly string[], keys: readonly UsedKey[]): void {
    keys.forEach((key, i) => addKey(this.#place(at(users, i)), key));
  }

  addEndedHolds({ changes }: EndedHoldsRow): void {
    for (const row of changes) {
      // Who has lost nothing has nothing to take again.
      if (row.user_id === null || (row.cause === 'held' && !this.places.has(row.user_id))) continue;
      const place = this.#place(row.user_id);
      place.ended = endedAfter(place.ended, fromRow(row));
    }
  }

  /** Without what no longer counts; see `withoutStale`. */
  finish(now: number, wallNow: number): UserPlace[] {
    const finished: UserPlace[] = [];
    for (const place of this.places.values()) {
      if (place.reservations.length > 1) place.reservations.sort(bySequence);
      if (place.keys.length > 1) place.keys.sort(bySequence);
      const kept =
        place.ended.length > 0 || place.keys.length > 0 ? withoutStale(place, now, wallNow) : place;
      if (!isVacant(kept)) finished.push(kept);
    }
    return finished;
  }

  #place(userId: string): OpenPlace {
    const known = this.places.get(userId);
    if (known !== undefined) return known;
    // One empty list for all: it is replaced, not filled.
    const place = { userId, hold: undefined, ended: NONE, reservations: NONE, keys: NONE };
    this.places.set(userId, place);
    return place;
  }

  #byReservation(): Map<number, OpenPlace> {
    const found = new Map<number, OpenPlace>();
    for (const place of this.places.values()) {
      for (const { sequence } of place.reservations) found.set(sequence, place);
    }
    return found;
  }
}

const NONE: never[] = [];
const HELD = stateLetters.held.charCodeAt(0);
const RESERVED = stateLetters.reserved.charCodeAt(0);

function addReserved(place: OpenPlace, sequence: number, seatId: number): void {
  if (place.reservations.length === 0) {
    place.reservations = [{ sequence, seatIds: [seatId] }];
    return;
  }
  const known = place.reservations.find((each) => each.sequence === sequence);
  if (known === undefined) place.reservations.push({ sequence, seatIds: [seatId] });
  else known.seatIds.push(seatId);
}

function addKey(place: OpenPlace, key: UsedKey): void {
  if (place.keys.length === 0) place.keys = [key];
  else place.keys.push(key);
}

function addHeld(place: OpenPlace, expiresAt: number, extensionsUsed: number, seatId: number): void {
  if (place.hold === undefined) {
    place.hold = { userId: place.userId, seatIds: [seatId], expiresAt, extensionsUsed };
  } else place.hold.seatIds.push(seatId);
}

function bySequence(a: { readonly sequence: number }, b: { readonly sequence: number }): number {
  return a.sequence - b.sequence;
}

function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error('The ledger holds a seat without the facts its state requires.');
  return value;
}
