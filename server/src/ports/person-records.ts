import type { ChangeCause } from '@jari/contract';
import type { ReservationRecord } from './reservation-record.ts';

/**
 * What the ledger keeps of people: names and phones, and what can be found by them. They are encrypted at rest; a
 * record whose key is lost says so, and nothing breaks for it.
 */
export interface PersonRecords {
  /** Reservations of one event, the newest first. */
  listReservations(query: ReservationsQuery): Promise<readonly ReservationRecord[]>;

  /** All reservations of whoever this is, in all events, the newest first. */
  reservationsOfPerson(person: PersonId): Promise<readonly ReservationRecord[]>;

  /** What the logs say about these users; at most 10,000 changes of each event. */
  changesOfUsers(userIds: readonly string[]): Promise<readonly PersonChange[]>;

  /** The events in whose line for seats this user has stood, as far as the logs go back; in no order. */
  eventsStoodInLine(userId: string): Promise<readonly string[]>;

  /** Removes names and phones from these; resolves with how many had any. Their seats stay sold. */
  erasePersons(reservations: readonly ReservationPlace[]): Promise<number>;
}

export interface ReservationPlace {
  readonly eventId: string;
  readonly sequence: number;
}

export type PersonId = { readonly phone: string } | { readonly userId: string };

export interface ReservationsQuery {
  readonly eventId: string;
  /** Only those made before this one; null: from the newest. */
  readonly before: number | null;
  readonly state: 'active' | 'cancelled' | null;
  readonly limit: number;
  /** Only those that have one of these. */
  readonly having?: Having | undefined;
}

/** Ways to ask for a reservation; whole values, compared as people write them. */
export interface Having {
  /** As it is printed. */
  readonly code?: string | undefined;
  /** E.164. */
  readonly phone?: string | undefined;
  readonly userName?: string | undefined;
  readonly seatIds?: readonly number[] | undefined;
}

/** One entry of a log, to the user it is about. */
export interface PersonChange {
  readonly eventId: string;
  readonly sequence: number;
  readonly at: number;
  readonly cause: ChangeCause;
  readonly seatIds: readonly number[];
  /** How the user appears in an exported log. */
  readonly mark: string;
}
