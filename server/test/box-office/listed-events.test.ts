import { describe, expect, it } from 'vitest';
import { ListedEvents } from '../../src/box-office/listed-events.ts';
import type { ListedEvent } from '../../src/ports/ledger.ts';
import { smallEvent } from '../support/hall.ts';
import { openTestOffice } from '../support/box-office.ts';

const listed = (eventId: string, availableCount = 9): ListedEvent => ({
  ...smallEvent({ eventId }),
  availableCount,
});

/** A ledger that answers when told, on a clock that stands still. */
function slowLedger() {
  const questions: { answer: (list: ListedEvent[]) => void; fail: (error: Error) => void }[] = [];
  let nowMs = 0;
  const events = new ListedEvents(
    {
      listEvents: () =>
        new Promise((answer, fail) => {
          questions.push({ answer, fail });
        }),
    },
    { monotonicMs: () => nowMs },
    () => undefined,
  );
  return { events, questions, pass: (ms: number) => (nowMs += ms) };
}
const ids = async (list: Promise<readonly ListedEvent[]>) => (await list).map(({ eventId }) => eventId);

describe('the events there are', () => {
  it('are read once for all who ask within a second', async () => {
    const { events, questions, pass } = slowLedger();
    const all = [events.all(), events.all(), events.all()];
    expect(questions).toHaveLength(1);
    questions[0]?.answer([listed('a')]);
    for (const list of all) expect(await ids(list)).toEqual(['a']);
    pass(999);
    expect(await ids(events.all())).toEqual(['a']);
    expect(questions).toHaveLength(1);
    pass(1);
    const later = events.all();
    questions[1]?.answer([listed('a'), listed('b')]);
    expect(await ids(later)).toEqual(['a', 'b']);
  });

  it('have the one that was made while they were being read', async () => {
    const { events, questions } = slowLedger();
    const before = events.all();
    events.forget();
    const after = events.all();
    expect(questions).toHaveLength(2);
    // The old answer comes last, as it may.
    questions[1]?.answer([listed('a'), listed('new')]);
    expect(await ids(after)).toEqual(['a', 'new']);
    questions[0]?.answer([listed('a')]);
    expect(await ids(before)).toEqual(['a', 'new']);
    expect(await ids(events.all())).toEqual(['a', 'new']);
  });

  it('are asked for again after the ledger has failed', async () => {
    const { events, questions } = slowLedger();
    const failed = events.all();
    questions[0]?.fail(new Error('away'));
    await expect(failed).rejects.toThrow('away');
    const again = events.all();
    questions[1]?.answer([listed('a')]);
    expect(await ids(again)).toEqual(['a']);
  });

  it('have as many seats left as their box office knows, or else as the ledger said', async () => {
    const { office } = await openTestOffice();
    await office.submit({ kind: 'hold', userId: 'ann', seatIds: [1, 2] });
    const { events, questions } = slowLedger();
    const closed = listed('closed', 4);
    expect(events.availableCount(closed)).toBe(4);
    const open = new ListedEvents(
      { listEvents: () => Promise.resolve([]) },
      { monotonicMs: () => 0 },
      () => office,
    );
    expect(open.availableCount(listed('default', 9))).toBe(7);
    expect(questions).toHaveLength(0);
  });
});
