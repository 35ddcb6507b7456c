import {
  REHEARSAL_LOST,
  REHEARSAL_SILENCE_MS,
  REHEARSALS_KEPT_MAX,
  REHEARSALS_LISTED_MAX,
  type NewRehearsal,
  type RehearsalEnd,
  type RehearsalRecord,
  type RehearsalStore,
} from '../../src/ports/rehearsal-store.ts';

type Stored = { -readonly [K in keyof RehearsalRecord]: RehearsalRecord[K] } & {
  seenAt: number;
  report?: Uint8Array;
};

/** Rehearsals without durability, for tests. Its answers are the same as PostgreSQL's. */
export class MemoryRehearsals implements RehearsalStore {
  private all: Stored[] = [];

  async begin({ rehearsalId, ofEvent, startedBy, at, options }: NewRehearsal): Promise<'begun' | 'busy'> {
    await Promise.resolve();
    for (const one of this.all) {
      if (one.endedAt !== null || one.seenAt >= at - REHEARSAL_SILENCE_MS) continue;
      [one.endedAt, one.failure] = [at, REHEARSAL_LOST];
    }
    const ended = this.all.filter(({ endedAt }) => endedAt !== null).toSorted(newestFirst);
    const dropped = new Set(ended.slice(REHEARSALS_KEPT_MAX - 1));
    this.all = this.all.filter((one) => !dropped.has(one));
    if (this.all.some(({ endedAt }) => endedAt === null)) return 'busy';
    this.all.push({
      ...{ rehearsalId, ofEvent, startedBy, options, startedAt: at, seenAt: at, endedAt: null },
      ...{ isStopAsked: false, progress: null, outcome: null, failure: null },
    });
    return 'begun';
  }

  async note(
    rehearsalId: string,
    at: number,
    progress: NonNullable<RehearsalRecord['progress']>,
  ): Promise<'go on' | 'stop' | 'given up'> {
    await Promise.resolve();
    const one = this.all.find((each) => each.rehearsalId === rehearsalId && each.endedAt === null);
    if (one === undefined) return 'given up';
    [one.seenAt, one.progress] = [at, progress];
    return one.isStopAsked ? 'stop' : 'go on';
  }

  async end(rehearsalId: string, at: number, how: RehearsalEnd): Promise<void> {
    await Promise.resolve();
    const one = this.all.find((each) => each.rehearsalId === rehearsalId);
    if (one !== undefined) Object.assign(one, { endedAt: at, ...how });
  }

  async askToStop(rehearsalId: string, ofEvent: string): Promise<boolean> {
    await Promise.resolve();
    const one = this.find(rehearsalId, ofEvent);
    if (one?.endedAt !== null) return false;
    one.isStopAsked = true;
    return true;
  }

  async list(ofEvent: string, now: number): Promise<readonly RehearsalRecord[]> {
    await Promise.resolve();
    const own = this.all.filter((one) => one.ofEvent === ofEvent).toSorted(newestFirst);
    return own.slice(0, REHEARSALS_LISTED_MAX).map(({ report: _, seenAt, ...record }) => {
      const isLost = record.endedAt === null && seenAt < now - REHEARSAL_SILENCE_MS;
      return isLost ? { ...record, endedAt: seenAt, failure: REHEARSAL_LOST } : record;
    });
  }

  async findReport(rehearsalId: string, ofEvent: string): Promise<Uint8Array | undefined> {
    await Promise.resolve();
    return this.find(rehearsalId, ofEvent)?.report;
  }

  private find(rehearsalId: string, ofEvent: string): Stored | undefined {
    return this.all.find((one) => one.rehearsalId === rehearsalId && one.ofEvent === ofEvent);
  }
}

function newestFirst(a: RehearsalRecord, b: RehearsalRecord): number {
  return b.startedAt - a.startedAt;
}
