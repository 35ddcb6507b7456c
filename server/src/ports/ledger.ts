import type { PlanSummary } from '@jari/contract';
import type { Change } from '../domain/change.ts';
import type { Event, EventDescription } from '../domain/event.ts';
import type { Hall } from '../domain/hall.ts';
import type { Position } from '../domain/log-chain.ts';
import type { LineEntry } from '../domain/seat-line.ts';
import type { UserPlace } from '../domain/user-place.ts';
import type { Batch } from './batch.ts';
import type { ReservationId, ReservationRecord } from './reservation-record.ts';

/**
 * The durable store of events, seats, changes and reservations: the only authority.
 *
 * Every method is one whole operation. A refusal of the ledger is a value; a rejected promise means that
 * the store could not be reached or broke, and that the outcome of an append is then *unknown*.
 */
export interface Ledger extends Catalogue, EventLedger {
  /** The ledger's clock. */
  now(): Promise<LedgerTime>;

  /**
   * Tells the ledger that its machine's clock was set: the steady clock goes on as if it had not been.
   * Does nothing when the correction is no longer `known`, because another instance was quicker.
   *
   * @param stepMs by how much the clock jumped forward
   */
  correctClock(known: number, stepMs: number): Promise<void>;

  /**
   * Removes names and phones from an event that has been over as long as its rule says, and resolves with how many
   * reservations it went through; call again while that is not 0.
   */
  forgetPersons(eventId: string, wallNow: number): Promise<number>;

  /**
   * Encrypts with the newest key what stands under an older one, or in clear since before there were any, a portion at
   * a time, until it is told to stop.
   */
  sealPersons(eventId: string, isStopped: () => boolean): Promise<void>;

  /** Resolves when something could be written durably: the test whether seats can be sold. */
  probe(): Promise<void>;

  close(): Promise<void>;
}

/**
 * A moment by the ledger's clocks, in milliseconds since the epoch. Promised times run by the *steady*
 * clock, which is the wall clock plus a correction, so that nobody loses or gains time when it is set.
 */
export interface LedgerTime {
  /** The steady clock. */
  readonly now: number;
  /** How far it is ahead of the wall clock. */
  readonly correctionMs: number;
}

/** What came of creating or changing an event. */
export type EventPut =
  | { readonly outcome: 'created' | 'updated'; readonly event: Event }
  | { readonly outcome: 'hall_differs' }
  /** `event`: as it is now; undefined: there is none. */
  | { readonly outcome: 'version_differs'; readonly event: Event | undefined };

/** What there is: events and, across them, what a person has. */
export interface Catalogue {
  /** All events, by id. */
  listEvents(): Promise<readonly ListedEvent[]>;

  /**
   * Keeps a plan. `known`: it was there already; plans are named by their contents, so nothing is changed.
   * Safe to call from many instances at once.
   */
  putPlan(plan: NewPlan): Promise<'created' | 'known'>;

  /** A plan's document, as it was given; undefined when there is no such plan. */
  findPlan(planId: string): Promise<string | undefined>;

  /** What there is to say of a plan without drawing it. */
  findPlanSummary(planId: string): Promise<PlanSummary | undefined>;

  /** All plans, the newest first. */
  listPlans(): Promise<readonly PlanSummary[]>;

  /**
   * Creates an event with all its seats available, or updates title, venue, times, prices and rules of one
   * that exists, as of a new version. Its hall can be changed only while nobody depends on it: every seat is free,
   * nobody waits, nothing was ever sold, and no change names a seat that the new hall lacks. Else `hall_differs`, and
   * nothing is written; likewise when it would begin to be a rehearsal, or cease to be one. Safe to call from many instances at once.
   *
   * @param atVersion the version that it was made from: 0, there must be none yet; left out, whatever there is. With
   *   another one nothing is written, and what there is now is told.
   */
  putEvent(event: EventDescription, atVersion?: number): Promise<EventPut>;

  /** One reservation with its owner's name and phone; undefined when there is none. */
  findReservation(id: ReservationId): Promise<ReservationRecord | undefined>;

  /**
   * The newest reservation with this code (as it is printed) and this phone number (E.164); undefined when no
   * reservation has both. Names and phones of cancelled ones are forgotten after a day, and those with them.
   */
  findReservationByCode(code: string, phone: string): Promise<ReservationRecord | undefined>;

  /** An event's reservations in order, cancelled ones included, from one on; at most `limit`. */
  reservationsFrom(eventId: string, sequence: number, limit: number): Promise<readonly ReservationRecord[]>;

  /**
   * An event's reservations that changes after `sequence` have made or taken seats from, in order; at most `limit`.
   * Undefined when the changes are archived.
   */
  reservationsTouched(
    eventId: string,
    sequence: number,
    limit: number,
  ): Promise<readonly ReservationRecord[] | undefined>;

  /** A user's reservations in all events, newest first, cancelled ones included; at most 200. */
  reservationsOf(userId: string): Promise<readonly ReservationRecord[]>;
}

/** An event with how many of its seats were available when it was read. */
export interface ListedEvent extends Event {
  readonly availableCount: number;
}

export type { PlanSummary };

export interface NewPlan {
  readonly planId: string;
  readonly name: string;
  readonly seatCount: number;
  /** Canonical JSON. */
  readonly document: string;
  readonly summary: PlanSummary;
}

/** The log of one event and what it has led to. */
export interface EventLedger {
  /** Everything a box office needs, as of one moment; undefined when there is no such event. */
  load(eventId: string): Promise<Snapshot | undefined>;

  /**
   * The changes after `known`, oldest first, at most `limit`. `reload` when they cannot be had or would
   * not continue what is known, because the ledger is another one, went back or forked, or has archived them.
   */
  changesSince(eventId: string, known: KnownPosition, limit: number): Promise<CatchUp>;

  /**
   * Records a batch of decisions, if and only if the event is still at the position and version that they
   * were decided on, and the ledger's clock is within [notBefore, notAfter). Durable when it resolves with
   * `ok`. All or nothing. A batch without changes is legal and still makes everything before it durable.
   *
   * Appends of one event may be sent while others are on their way; they are recorded in the order sent.
   */
  append(batch: Batch): Promise<AppendResult>;

  /**
   * As `append`, but the event is locked first, so that no other instance can come in between: reads what
   * has happened since `known`, passes it to `decide`, and records what that returns. `decide` is called at
   * most once and must be synchronous. `nothing` when it returned undefined.
   */
  appendLocked(
    eventId: string,
    known: Position,
    decide: (missed: CatchUp) => Batch | undefined,
  ): Promise<AppendResult | (LedgerTime & { readonly ok: false; readonly why: 'nothing' })>;

  /** Where the kept part of the log begins: the position before its first change. */
  logStart(eventId: string): Promise<Position | undefined>;

  /** The hash of one change; undefined when the kept part of the log has no such change. */
  headAt(eventId: string, sequence: number): Promise<string | undefined>;

  /** One change with the reservation that it made, if it made one: what a retry is answered from. */
  recall(eventId: string, sequence: number): Promise<Recalled | undefined>;

  /**
   * Forgets what is kept only for a day: the keys of retries, and names and phones of reservations that
   * were cancelled. Resolves with how many changes it went through; call again while that is not 0.
   */
  forget(eventId: string, before: number): Promise<number>;
}

/** A position of which only the number may be known; then no history is compared. */
export type KnownPosition =
  Position | { readonly sequence: number; readonly epoch?: never; readonly head?: never };

/** The state of one event as of `position`. */
export interface Snapshot extends LedgerTime {
  readonly event: Event;
  readonly hall: Hall;
  readonly position: Position;
  readonly logKey: string;
  /** One letter a seat; the first is seat 1. */
  readonly states: string;
  /** The user of each held or reserved seat; position i is seat i + 1. */
  readonly owners: readonly (string | undefined)[];
  readonly places: readonly UserPlace[];
  /** Who waits, the first first. */
  readonly line: readonly LineEntry[];
}

export type CatchUp = LedgerTime &
  (
    | {
        readonly reload: false;
        readonly changes: readonly Change[];
        /** Where the event is now; beyond the last change when `limit` cut the list. */
        readonly position: Position;
        readonly event: Event;
      }
    | { readonly reload: true; readonly why: ReloadReason }
  );

/**
 * `replaced`: another epoch. `back`: the ledger knows less. `forked`: another history. `pruned`: archived.
 * `another_hall`: the same history, but the organiser has given the event another hall. `audited`: an audit has found
 * the map to be wrong, and somebody wants it made anew.
 */
export type ReloadReason = 'replaced' | 'back' | 'forked' | 'pruned' | 'another_hall' | 'audited';

export type AppendResult = LedgerTime &
  (
    | { readonly ok: true }
    | {
        readonly ok: false;
        /** `conflict`: the event is elsewhere by now. `too_early`, `too_late`: outside [notBefore, notAfter). */
        readonly why: 'conflict' | 'too_early' | 'too_late';
      }
  );

export interface Recalled {
  readonly change: Change;
  readonly reservation: ReservationRecord | undefined;
}
