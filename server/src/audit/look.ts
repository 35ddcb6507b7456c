import { positionText } from '../domain/log-chain.ts';
import type { AuditedEvent, Portion } from '../ports/audit-ledger.ts';
import type { AuditorDeps } from './auditor-deps.ts';
import { checkDoors } from './check-doors.ts';
import { checkMemory, checkShown } from './check-memory.ts';
import { checkEvent, checkSeats, ReservationCheck, type HoldBound } from './check-rows.ts';
import { checkShield } from './check-shield.ts';
import { Findings } from './findings.ts';
import { Fold } from './fold.ts';
import { copyHall, type AuditedHall } from './hall-copy.ts';
import type { Pace } from './pace.ts';

/** How many rows are read, lie in memory and are gone through at a time: a few milliseconds' work each. */
const CHANGES_AT_ONCE = 1_000;
const SEATS_AT_ONCE = 2_000;
const RESERVATIONS_AT_ONCE = 1_000;
/** How often memory that is behind the ledger is looked at again, five seconds in all: it compares itself every second. */
const LOOKS_AT_MEMORY = 100;
const LOOK_EVERY_MS = 50;
/** Doors move every second. */
const DOORS_TURN_MS = 1_200;

/** How much was looked at. */
export interface Checked {
  changes: number;
  seats: number;
  reservations: number;
  places_in_line: number;
  /** 1: the hall is open at this server, and what is in its memory and shown was compared. */
  halls_in_memory: number;
  hold_keys: number;
  waiting_rooms: number;
}

/**
 * One look at one event. The log is followed once from its beginning; every portion of rows, and then the hall in memory,
 * is compared with what the log amounts to at the very change as of which it is. So nothing is compared with what is
 * newer, nothing has to stand still, and a race is not taken for a contradiction.
 */
export class Look {
  readonly findings = new Findings();
  readonly checked: Checked = {
    ...{ changes: 0, seats: 0, reservations: 0, places_in_line: 0 },
    ...{ halls_in_memory: 0, hold_keys: 0, waiting_rooms: 0 },
  };
  private readonly fold: Fold;

  constructor(
    private readonly deps: AuditorDeps,
    private readonly event: AuditedEvent,
    private readonly eventId: string,
    private readonly bound: HoldBound,
    private readonly pace: Pace,
  ) {
    const { prunedTo: sequence, startHead, logKey, seatCount } = event;
    this.fold = new Fold({ sequence, head: startHead ?? '', logKey, seatCount }, this.findings);
  }

  /** The last change that the log was followed to. */
  get sequence(): number {
    return this.fold.sequence;
  }

  async run(): Promise<void> {
    checkEvent(this.event, this.findings);
    if (this.event.startHead === null || !(await this.follow(this.event.sequence, this.event.head))) return;
    if (!(await this.compareSeats()) || !(await this.compareReservations())) return;
    await this.compareMemory();
    const { changeCount, line } = this.fold;
    Object.assign(this.checked, { changes: changeCount, places_in_line: line.places.size });
    await this.compareShield();
    await this.compareDoors();
  }

  /** Follows the log to a change, and compares its hash with what stands elsewhere; false when it does not lead there. */
  private async follow(sequence: number, head?: string): Promise<boolean> {
    const { fold, findings, deps, eventId } = this;
    while (fold.sequence < sequence) {
      const limit = Math.min(CHANGES_AT_ONCE, sequence - fold.sequence);
      const changes = await deps.ledger.changes(eventId, fold.sequence, limit);
      for (const change of changes) {
        fold.take(change);
        if (!fold.isWhole) return false;
      }
      if (changes.length === 0) {
        findings.add('log', 'true', 'the log ends before the event does', { sequence: fold.sequence + 1 });
        return false;
      }
      await this.pace.rest();
    }
    if (head !== undefined && fold.head !== head) {
      findings.add('log', 'true', 'the event’s head is not the hash of its last change', { sequence });
    }
    return true;
  }

  private async compareSeats(): Promise<boolean> {
    const { deps, eventId, fold, findings, checked } = this;
    const read = (from: number, limit: number) => deps.ledger.seats(eventId, from, limit);
    return this.portions(1, SEATS_AT_ONCE, read, {
      next: ({ seatId }) => seatId + 1,
      take: (portion) => {
        checkSeats(portion.rows, fold, portion.now, this.bound, findings);
        checked.seats += portion.rows.length;
      },
    });
  }

  private async compareReservations(): Promise<boolean> {
    const { deps, eventId, fold, findings, checked } = this;
    const check = new ReservationCheck(fold, findings);
    const read = (after: number, limit: number) => deps.ledger.reservations(eventId, after, limit);
    const isDone = await this.portions(0, RESERVATIONS_AT_ONCE, read, {
      next: ({ sequence }) => sequence,
      take: ({ rows }) => check.take(rows),
    });
    if (isDone) check.finish();
    checked.reservations = check.count;
    return isDone;
  }

  /** Reads rows portion by portion, and takes each with the log followed to where the portion is. */
  private async portions<Row>(
    first: number,
    limit: number,
    read: (from: number, limit: number) => Promise<Portion<Row>>,
    { next, take }: { readonly next: (row: Row) => number; readonly take: (portion: Portion<Row>) => void },
  ): Promise<boolean> {
    let from = first;
    for (;;) {
      const portion = await read(from, limit);
      if (!(await this.follow(portion.sequence, portion.head))) return false;
      take(portion);
      const last = portion.rows.at(-1);
      if (portion.rows.length < limit || last === undefined) return true;
      from = next(last);
      await this.pace.rest();
    }
  }

  private async compareMemory(): Promise<void> {
    const { deps, event, eventId, fold, findings } = this;
    const hall = deps.hallOf(eventId);
    if (hall === undefined || !(await this.catchesUp(hall))) return;
    const copy = copyHall(eventId, hall, deps.watch);
    this.checked.halls_in_memory = 1;
    // The ledger has everything that memory knows, or memory knows another history.
    const newer = await deps.ledger.event(eventId);
    const isAhead = newer === undefined || copy.sequence > newer.sequence;
    if (isAhead) findings.add('memory', 'derived', 'the hall in memory is ahead of the ledger');
    else if (await this.follow(copy.sequence)) {
      await checkMemory(copy, fold, event.epoch, findings, () => this.pace.rest());
    }
    checkShown(copy, positionText(copy), findings);
  }

  /** Waits until memory knows at least what has been looked at. */
  private async catchesUp(hall: AuditedHall): Promise<boolean> {
    for (let i = 0; i < LOOKS_AT_MEMORY; i++) {
      if (hall.seatMap.sequence >= this.fold.sequence) return true;
      hall.refresh();
      await this.pace.wait(LOOK_EVERY_MS);
    }
    const { sequence } = hall.seatMap;
    this.findings.add('memory', 'derived', 'the hall in memory is behind the ledger', { sequence });
    return false;
  }

  private async compareShield(): Promise<void> {
    const { shield, hallOf } = this.deps;
    const hall = hallOf(this.eventId);
    if (shield === undefined || hall === undefined) return;
    const wait = (ms: number) => this.pace.wait(ms);
    try {
      this.checked.hold_keys = await checkShield(hall, this.eventId, shield, this.findings, wait);
    } catch {
      // Redis is away, which has alarms of its own. Sales go on, and what was not read was not compared.
    }
  }

  private async compareDoors(): Promise<void> {
    const { doorsOf } = this.deps;
    const first = doorsOf(this.eventId);
    if (first === undefined) return;
    await this.pace.wait(DOORS_TURN_MS);
    const second = doorsOf(this.eventId);
    if (second === undefined) return;
    this.checked.waiting_rooms = 1;
    checkDoors(first, second, this.findings);
  }
}
