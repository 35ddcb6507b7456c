import type { AdmissionStore, HoldNote, JoinRequest, JoinResult } from '../../ports/admission-store.ts';
import type { Clock } from '../../ports/clock.ts';

interface Admitted {
  readonly queueNumber: number;
  readonly expiresAt: number;
  readonly requestId: string;
}

/**
 * Admission in this process's memory, for an instance that is alone. A restart forgets who joined and
 * begins again at 1: admission is a courtesy, and the box office is the authority.
 */
export class MemoryAdmissionStore implements AdmissionStore {
  private readonly lastNumbers = new Map<string, number>();
  private readonly admitted = new Map<string, Admitted>();
  private joinsUntilSweep = SWEEP_EVERY;

  constructor(private readonly clock: Clock) {}

  join({ eventId, userId, ip, ttlMs, requestId }: JoinRequest): Promise<JoinResult> {
    this.sweepNowAndThen();
    const now = this.clock.monotonicMs();
    const userKey = `fcfs:{${eventId}}:user:${userId}`;
    const ipKey = ip === null ? undefined : `fcfs:{${eventId}}:ip:${ip}`;

    const byUser = this.live(userKey, now);
    const earlier = byUser ?? (ipKey === undefined ? undefined : this.live(ipKey, now));
    if (byUser?.requestId === requestId) {
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
    const queueNumber = (this.lastNumbers.get(eventId) ?? 0) + 1;
    this.lastNumbers.set(eventId, queueNumber);
    const entry = { queueNumber, expiresAt: now + ttlMs, requestId };
    this.admitted.set(userKey, entry);
    if (ipKey !== undefined) this.admitted.set(ipKey, entry);
    return Promise.resolve({ joined: true, queueNumber, expiresInMs: ttlMs });
  }

  reset(eventId: string): Promise<void> {
    this.lastNumbers.delete(eventId);
    for (const key of this.admitted.keys()) {
      if (key.startsWith(`fcfs:{${eventId}}:`)) this.admitted.delete(key);
    }
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

  private live(key: string, now: number): Admitted | undefined {
    const entry = this.admitted.get(key);
    return entry !== undefined && entry.expiresAt > now ? entry : undefined;
  }

  /** Entries end by themselves only when somebody looks; without this they would pile up. */
  private sweepNowAndThen(): void {
    if (--this.joinsUntilSweep > 0) return;
    this.joinsUntilSweep = SWEEP_EVERY;
    const now = this.clock.monotonicMs();
    for (const [key, entry] of this.admitted) if (entry.expiresAt <= now) this.admitted.delete(key);
  }
}

const SWEEP_EVERY = 10_000;
