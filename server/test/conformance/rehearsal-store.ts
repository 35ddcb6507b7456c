import type { RehearsalOutcome, RehearsalProgress } from '@jari/contract';
import { expect, it } from 'vitest';
import {
  REHEARSAL_LOST,
  REHEARSAL_SILENCE_MS,
  REHEARSALS_KEPT_MAX,
  REHEARSALS_LISTED_MAX,
} from '../../src/ports/rehearsal-store.ts';
import type { Store } from '../../src/ports/store.ts';

const PROGRESS: RehearsalProgress = {
  ...{ phase: 'selling', elapsed_ms: 4_000, opens_in_ms: -1_000, refusals: 1, no_answers: 0 },
  people: { all: 9, away: 1, waiting: 2, inside: 3, through: 3, bought: 2 },
  seats: { all: 4, left: 2 },
  ...{ requests_per_second: 12, p95_ms: 3.5, player_lag_ms: 0.5 },
  promises: [{ promise: 'kept', checked: 2, broken: 0 }],
};
const OUTCOME: RehearsalOutcome = {
  ...{ ending: 'sold out', seats: 4, sold: 4, sold_out_after_ms: 900, requests: 40 },
  ...{ requests_per_second_peak: 12, confirm_p95_ms: 4, is_player_trustworthy: true },
  verdicts: [{ promise: 'kept', standing: 'held', checked: 4, broken: 0 }],
};
const REPORT = new Uint8Array([31, 139, 0, 255]);

/** What every store of rehearsals promises. One runs at a time, so each test ends its own. */
export function describeRehearsals(fixture: { readonly ledger: Store; readonly other: Store }): void {
  const begin = (rehearsalId: string, at: number, ofEvent = 'gala', store = fixture.ledger) =>
    store.rehearsals.begin({
      rehearsalId,
      ofEvent,
      startedBy: 'kim',
      at,
      options: { people: 9, open_in_ms: 1_000 },
    });
  const failed = (id: string, at: number) => fixture.ledger.rehearsals.end(id, at, { failure: 'no reason' });

  it('lets one rehearsal run at a time, wherever it is played', async () => {
    expect(await begin('rehearsal-one', 1_000)).toBe('begun');
    expect(await begin('rehearsal-two', 1_001, 'other', fixture.other)).toBe('busy');
    expect(await begin('rehearsal-one', 1_002)).toBe('busy');
    await failed('rehearsal-one', 1_500);
    expect(await begin('rehearsal-two', 1_501, 'other', fixture.other)).toBe('begun');
    await failed('rehearsal-two', 1_600);
  });

  it('takes one for over whose server was not heard of for a while', async () => {
    await begin('rehearsal-lost', 10_000, 'lost');
    await fixture.ledger.rehearsals.note('rehearsal-lost', 11_000, PROGRESS);
    const still = 11_000 + REHEARSAL_SILENCE_MS;
    expect(await begin('rehearsal-next', still, 'lost', fixture.other)).toBe('busy');
    // Also before anybody begins another, for who would while one is shown that runs?
    expect(await fixture.other.rehearsals.list('lost', still)).toMatchObject([
      { endedAt: null, failure: null },
    ]);
    expect(await fixture.other.rehearsals.list('lost', still + 1)).toMatchObject([
      { endedAt: 11_000, failure: REHEARSAL_LOST, progress: PROGRESS },
    ]);
    expect(await begin('rehearsal-next', still + 1, 'lost', fixture.other)).toBe('begun');
    expect(await fixture.ledger.rehearsals.note('rehearsal-lost', still + 2, PROGRESS)).toBe('given up');
    const [next, lost] = await fixture.ledger.rehearsals.list('lost', still + 2);
    expect(next).toMatchObject({ rehearsalId: 'rehearsal-next', endedAt: null });
    expect(lost).toMatchObject({
      rehearsalId: 'rehearsal-lost',
      endedAt: still + 1,
      failure: REHEARSAL_LOST,
    });
    await failed('rehearsal-next', still + 3);
  });

  it('tells every server how one stands, and the one that plays it that it is to stop', async () => {
    await begin('rehearsal-told', 100_000, 'told');
    expect(await fixture.ledger.rehearsals.note('rehearsal-told', 100_500, PROGRESS)).toBe('go on');
    expect(await fixture.other.rehearsals.list('told', 100_500)).toEqual([
      {
        ...{ rehearsalId: 'rehearsal-told', ofEvent: 'told', startedBy: 'kim', startedAt: 100_000 },
        ...{ endedAt: null, isStopAsked: false, options: { people: 9, open_in_ms: 1_000 } },
        ...{ progress: PROGRESS, outcome: null, failure: null },
      },
    ]);
    expect(await fixture.other.rehearsals.askToStop('rehearsal-told', 'another')).toBe(false);
    expect(await fixture.other.rehearsals.askToStop('rehearsal-told', 'told')).toBe(true);
    expect(await fixture.ledger.rehearsals.note('rehearsal-told', 101_000, PROGRESS)).toBe('stop');
    await failed('rehearsal-told', 101_500);
    expect(await fixture.other.rehearsals.askToStop('rehearsal-told', 'told')).toBe(false);
  });

  it('keeps what came of it and its report, for those who ask by its own event', async () => {
    await begin('rehearsal-kept', 200_000, 'kept');
    expect(await fixture.ledger.rehearsals.findReport('rehearsal-kept', 'kept')).toBeUndefined();
    await fixture.ledger.rehearsals.end('rehearsal-kept', 201_000, { outcome: OUTCOME, report: REPORT });
    expect(await fixture.other.rehearsals.list('kept', 201_000)).toMatchObject([
      { endedAt: 201_000, outcome: OUTCOME, failure: null },
    ]);
    const report = await fixture.other.rehearsals.findReport('rehearsal-kept', 'kept');
    expect([...(report ?? [])]).toEqual([...REPORT]);
    expect(await fixture.other.rehearsals.findReport('rehearsal-kept', 'gala')).toBeUndefined();
  });

  it('forgets the oldest beyond so many', async () => {
    for (let i = 0; i < REHEARSALS_KEPT_MAX + 2; i++) {
      const at = 1_000_000 + i * 1_000;
      expect(await begin(`rehearsal-many-${String(i)}`, at, i % 2 === 0 ? 'even' : 'odd')).toBe('begun');
      await failed(`rehearsal-many-${String(i)}`, at + 1);
    }
    const even = await fixture.other.rehearsals.list('even', 2_000_000);
    expect(even).toHaveLength(REHEARSALS_LISTED_MAX);
    expect(even[0]).toMatchObject({ rehearsalId: `rehearsal-many-${String(REHEARSALS_KEPT_MAX)}` });
    expect(await fixture.other.rehearsals.list('kept', 2_000_000)).toEqual([]);
  });
}
