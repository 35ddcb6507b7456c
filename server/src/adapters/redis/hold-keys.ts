import { stateAfter, type Change } from '../../domain/change.ts';
import type { CommittedSeatMap } from '../../domain/committed-seat-map.ts';
import type { HoldNote } from '../../ports/admission-store.ts';
import type { HoldShield, ShieldReading } from '../../ports/hold-shield.ts';
import type { RedisAdmissionStore } from './admission-store.ts';

/** The part of a box office that hold keys are made from. */
export interface Hall {
  /** Another one after a reload. */
  readonly seatMap: CommittedSeatMap;
  /** The ledger's steady clock. */
  now(): number;
  /** The ledger's wall clock. */
  wallNow(): number;
}

/** The part of the box offices that hold keys are made from. */
export interface Halls {
  all(): Iterable<Hall>;
  onChanges(listener: (hall: Hall, changes: readonly Change[], origin: 'here' | 'elsewhere') => void): void;
  /** Calls back when a hall turned out to be another than we thought. */
  onReload(listener: (hall: Hall) => void): void;
}

/** How often Redis is asked whether it still has our notes. */
const CHECK_INTERVAL_MS = 1_000;

/**
 * Keeps the hold keys in Redis in step with the seat maps, after the fact: a key is noted once its change
 * is recorded in the ledger, by the instance that made it. Nobody waits for it, and a failure costs nothing
 * but shielding.
 *
 * A hall's keys are in one of three modes:
 *
 *   in step ──change──► noting (one call on its way; what comes meanwhile is joined into the next)
 *      ▲                  │
 *      │               rejected; or Redis came back; or its notes were found gone; or the hall was
 *      │               reloaded (then what was noted is forgotten first): OUT OF STEP
 *      └── all seats noted anew, as of the map's sequence, as soon as Redis answers
 */
export class HoldKeys implements HoldShield {
  private readonly outOfStep = new Set<string>();
  /** Those out of step whose notes in Redis are of another history. */
  private readonly reloaded = new Set<string>();
  private readonly waiting = new Map<string, Map<number, HoldNote>>();
  private readonly busy = new Set<string>();
  private readonly timer: NodeJS.Timeout;
  private isClosed = false;

  constructor(
    private readonly store: RedisAdmissionStore,
    private readonly halls: Halls,
  ) {
    halls.onChanges((hall, changes, origin) => {
      if (origin === 'here') this.note(hall, changes);
    });
    halls.onReload((hall) => this.startAnew(hall));
    store.onRecovered(() => this.rebuildAll());
    this.timer = setInterval(() => this.checkAll(), CHECK_INTERVAL_MS);
    this.timer.unref();
  }

  /** Notes every seat of every open hall anew. */
  rebuildAll(): void {
    for (const hall of this.halls.all()) {
      this.outOfStep.add(hall.seatMap.event.eventId);
      void this.work(hall);
    }
  }

  look(eventId: string, seatIds: readonly number[]): Promise<ShieldReading> {
    return this.store.lookAtHolds(eventId, seatIds);
  }

  renew(eventId: string): void {
    for (const hall of this.halls.all()) if (hall.seatMap.event.eventId === eventId) this.startAnew(hall);
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.timer);
  }

  private startAnew(hall: Hall): void {
    const { eventId } = hall.seatMap.event;
    this.reloaded.add(eventId);
    this.outOfStep.add(eventId);
    void this.work(hall);
  }

  private note(hall: Hall, changes: readonly Change[]): void {
    const { eventId } = hall.seatMap.event;
    // All seats will be noted, these too.
    if (this.outOfStep.has(eventId)) return;
    let notes = this.waiting.get(eventId);
    if (notes === undefined) this.waiting.set(eventId, (notes = new Map<number, HoldNote>()));
    for (const change of changes) {
      const holder = holderAfter(change, hall);
      const { sequence } = change;
      for (const seatId of change.seatIds) notes.set(seatId, { seatId, sequence, holder });
    }
    void this.work(hall);
  }

  private async work(hall: Hall): Promise<void> {
    const { eventId } = hall.seatMap.event;
    if (this.busy.has(eventId)) return;
    this.busy.add(eventId);
    try {
      for (;;) {
        if (this.reloaded.has(eventId)) await this.forget(eventId);
        const notes = this.take(hall);
        if (notes.length === 0 || this.isClosed) break;
        const hadNotes = await this.store.noteHolds(eventId, notes);
        // Emptied since the last check, and other holds' keys are gone.
        if (!hadNotes && heldSeatCount(hall) > notes.filter((note) => note.holder !== null).length) {
          this.outOfStep.add(eventId);
        }
      }
    } catch {
      // Tried again at the next check. What is wrong with the connection, the store has told already.
      this.outOfStep.add(eventId);
    } finally {
      this.busy.delete(eventId);
    }
  }

  private async forget(eventId: string): Promise<void> {
    await this.store.forgetNotes(eventId);
    this.reloaded.delete(eventId);
  }

  /** What is to be noted next; everything, when the keys are out of step. */
  private take(hall: Hall): readonly HoldNote[] {
    const { eventId } = hall.seatMap.event;
    const notes = this.waiting.get(eventId);
    this.waiting.delete(eventId);
    if (!this.outOfStep.delete(eventId)) return notes === undefined ? [] : [...notes.values()];
    return allNotes(hall);
  }

  private checkAll(): void {
    for (const hall of this.halls.all()) {
      // Away now: what this may have cost is found out by the next check that is answered.
      void this.check(hall).catch(() => undefined);
    }
  }

  private async check(hall: Hall): Promise<void> {
    const { eventId } = hall.seatMap.event;
    if (!this.outOfStep.has(eventId) && hall.seatMap.holdCount === 0) return;
    // Asked in any case, so that nothing is put together for a server that is away.
    const hasNotes = await this.store.hasNotes(eventId);
    if (hasNotes && !this.outOfStep.has(eventId)) return;
    this.outOfStep.add(eventId);
    await this.work(hall);
  }
}

function holderAfter(change: Change, hall: Hall): HoldNote['holder'] {
  if (stateAfter(change) !== 'held' || !('expiresAt' in change)) return null;
  const { userId, expiresAt, cause } = change;
  const holder = { userId, remainingMs: expiresAt - hall.now() };
  return cause === 'extended' ? holder : { ...holder, takenMsAgo: hall.wallNow() - change.at };
}

function heldSeatCount({ seatMap }: Hall): number {
  let count = 0;
  for (const hold of seatMap.allHolds()) count += hold.seatIds.length;
  return count;
}

function allNotes(hall: Hall): readonly HoldNote[] {
  const { seatMap } = hall;
  const { sequence } = seatMap;
  const notes: HoldNote[] = [];
  for (let seatId = 1; seatId <= seatMap.seatCount; seatId++) {
    notes.push({ seatId, sequence, holder: null });
  }
  for (const { userId, seatIds, expiresAt } of seatMap.allHolds()) {
    const remainingMs = expiresAt - hall.now();
    for (const seatId of seatIds) notes[seatId - 1] = { seatId, sequence, holder: { userId, remainingMs } };
  }
  return notes;
}
