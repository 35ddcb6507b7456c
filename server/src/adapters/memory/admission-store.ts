import {
  gatheringOf,
  WaitingLine,
  type DoorRules,
  type EndedEarly,
  type LineState,
  type Turn,
} from '../../domain/waiting-line.ts';
import {
  CHALLENGE_LIFE_MS,
  type AdmissionStore,
  type HoldNote,
  type JoinRequest,
  type JoinResult,
} from '../../ports/admission-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { lineMemoryMs, type Leaver } from '../../ports/waiting-line-store.ts';

interface Visit {
  readonly queueNumber: number;
  readonly expiresAt: number;
  /** The end of the request's name, which is enough to tell a repeat: there may be a million of these. */
  readonly requestEnd: string;
  /** The challenge for which work was proven; empty: none was. */
  readonly workMark: string;
}

/** A challenge that was used by somebody who has left. */
interface Spent {
  readonly mark: string;
  readonly expiresAt: number;
}

/**
 * Admission in this process's memory, for an instance that is alone. By itself a restart forgets who joined and
 * begins again at 1 (see `LastingAdmissionStore`): admission is a courtesy, and the box office is the authority.
 */
export class MemoryAdmissionStore implements AdmissionStore {
  /** By event, then by user or address. */
  private readonly visits = new Map<string, Map<string, Visit>>();
  private readonly lines = new Map<string, WaitingLine>();
  /** Of the lines that have been advanced. */
  private readonly rules = new Map<string, DoorRules>();
  /** By event and user. */
  private readonly spent = new Map<string, Spent>();
  /** How far the ledger's wall clock, by which doors open, is ahead of this machine's. */
  private aheadMs = 0;
  private joinsUntilSweep = SWEEP_EVERY;

  constructor(private readonly clock: Clock) {}

  /** @param given the number that they were given, when the call is made again. */
  join({ eventId, userId, ip, ttlMs, requestId, work }: JoinRequest, given?: number): Promise<JoinResult> {
    this.sweepNowAndThen();
    const now = this.clock.monotonicMs();
    const requestEnd = requestId.slice(-REQUEST_END_LENGTH);
    const ipKey = ip === null ? undefined : keyOfIp(ip);

    const byUser = this.live(eventId, keyOfUser(userId), now);
    const earlier = byUser ?? (ipKey === undefined ? undefined : this.live(eventId, ipKey, now));
    if (byUser?.requestEnd === requestEnd) {
      const expiresInMs = Math.ceil(byUser.expiresAt - now);
      return Promise.resolve({ joined: true, queueNumber: byUser.queueNumber, expiresInMs });
    }
    if (earlier !== undefined) {
      return Promise.resolve({
        joined: false,
        because: byUser === undefined ? 'ip' : 'user',
        queueNumber: earlier.queueNumber,
        expiresInMs: Math.ceil(earlier.expiresAt - now),
      });
    }
    const rules = this.rules.get(eventId);
    const gathering = rules === undefined ? undefined : gatheringOf(rules, this.nowMs());
    if (gathering?.is === 'early') {
      return Promise.resolve({ joined: false, because: 'early', opensInMs: gathering.opensInMs });
    }
    if (gathering?.is === 'closed') {
      return Promise.resolve({ joined: false, because: 'closed' });
    }
    const workBits = rules?.proofOfWorkBits ?? 0;
    const spent = this.spent.get(nameOf(eventId, userId));
    if (workBits > 0 && (work === undefined || work.bits < workBits || work.mark === spent?.mark)) {
      return Promise.resolve({ joined: false, because: 'work', bits: workBits });
    }
    const queueNumber = this.nextNumber(eventId, given);
    const keptMs = rules === undefined ? ttlMs : lineMemoryMs(rules);
    const visit = { queueNumber, expiresAt: now + keptMs, requestEnd, workMark: work?.mark ?? '' };
    let visits = this.visits.get(eventId);
    if (visits === undefined) this.visits.set(eventId, (visits = new Map<string, Visit>()));
    visits.set(keyOfUser(userId), visit);
    if (ipKey !== undefined) visits.set(ipKey, visit);
    return Promise.resolve({ joined: true, queueNumber, expiresInMs: keptMs });
  }

  reset(eventId: string): Promise<void> {
    this.lines.delete(eventId);
    this.rules.delete(eventId);
    this.visits.delete(eventId);
    return Promise.resolve();
  }

  advanceLine(eventId: string, rules: DoorRules, nowMs: number, sequence: number): Promise<LineState> {
    this.rules.set(eventId, rules);
    this.aheadMs = nowMs - this.clock.wallMs();
    return Promise.resolve(this.line(eventId).advance(rules, nowMs, sequence));
  }

  numberOf(eventId: string, userId: string): Promise<number | undefined> {
    const visit = this.live(eventId, keyOfUser(userId), this.clock.monotonicMs());
    return Promise.resolve(visit?.queueNumber);
  }

  turnOf(eventId: string, rules: DoorRules, place: number): Promise<Turn> {
    const turn = this.line(eventId).turn(rules, place, this.nowMs());
    return Promise.resolve(turn);
  }

  finishTurn(eventId: string, place: number): Promise<void> {
    this.line(eventId).finish(place);
    return Promise.resolve();
  }

  leaveLine(eventId: string, { userId, ip, number, place }: Leaver): Promise<void> {
    const visits = this.visits.get(eventId);
    const visit = visits?.get(keyOfUser(userId));
    visits?.delete(keyOfUser(userId));
    if (visit !== undefined && visit.workMark !== '') {
      const expiresAt = this.clock.monotonicMs() + CHALLENGE_LIFE_MS;
      this.spent.set(nameOf(eventId, userId), { mark: visit.workMark, expiresAt });
    }
    // Of an address, the visit of whoever came first from there: perhaps not this user's.
    if (ip !== null && visits?.get(keyOfIp(ip)) === visit) visits?.delete(keyOfIp(ip));
    if (place === null) this.line(eventId).leaveEarly(number);
    else this.line(eventId).finish(place);
    return Promise.resolve();
  }

  endedEarly(eventId: string, from: number): Promise<EndedEarly> {
    return Promise.resolve(this.line(eventId).endedEarly(from));
  }

  takeLeftEarly(eventId: string, most: number): Promise<readonly number[]> {
    return Promise.resolve(this.line(eventId).takeLeftEarly(most));
  }

  dissolveLine(eventId: string): Promise<void> {
    this.rules.delete(eventId);
    this.lines.get(eventId)?.dissolve();
    return Promise.resolve();
  }

  /** Hold keys are for a gateway, and a gateway reads Redis. */
  noteHolds(_eventId: string, _seats: readonly HoldNote[]): Promise<void> {
    return Promise.resolve();
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** How many visits are remembered, of users and of addresses. */
  get visitCount(): number {
    let count = 0;
    for (const visits of this.visits.values()) count += visits.size;
    return count;
  }

  private nextNumber(eventId: string, given: number | undefined): number {
    return this.line(eventId).join(this.rules.get(eventId), this.nowMs(), given);
  }

  private nowMs(): number {
    return this.clock.wallMs() + this.aheadMs;
  }

  private line(eventId: string): WaitingLine {
    let line = this.lines.get(eventId);
    if (line === undefined) this.lines.set(eventId, (line = new WaitingLine()));
    return line;
  }

  private live(eventId: string, key: string, now: number): Visit | undefined {
    const visit = this.visits.get(eventId)?.get(key);
    return visit !== undefined && visit.expiresAt > now ? visit : undefined;
  }

  /** Visits end by themselves only when somebody looks; without this they would pile up. */
  private sweepNowAndThen(): void {
    if (--this.joinsUntilSweep > 0) return;
    this.joinsUntilSweep = SWEEP_EVERY;
    const now = this.clock.monotonicMs();
    for (const [eventId, visits] of this.visits) {
      for (const [key, { expiresAt }] of visits) if (expiresAt <= now) visits.delete(key);
      if (visits.size === 0) this.visits.delete(eventId);
    }
    for (const [name, { expiresAt }] of this.spent) if (expiresAt <= now) this.spent.delete(name);
  }
}

const nameOf = (eventId: string, userId: string): string => `${eventId} ${userId}`;
const keyOfUser = (userId: string): string => `u${userId}`;
const keyOfIp = (ip: string): string => `i${ip}`;

const SWEEP_EVERY = 10_000;
/** As in join.lua. */
const REQUEST_END_LENGTH = 8;
