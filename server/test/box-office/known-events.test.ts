import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { KnownEvents } from '../../src/box-office/known-events.ts';
import { smallEvent } from '../support/hall.ts';
import { turns } from '../support/event-loop.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';

/** Counts how often it is asked, is slow and away when told. */
class CountingLedger extends MemoryLedger {
  lists = 0;
  isAway = false;
  slowness = Promise.resolve();
  override async listEvents() {
    this.lists++;
    if (this.isAway) throw new Error('away');
    const events = await super.listEvents();
    await this.slowness;
    return events;
  }
}

let nowMs: number;
let ledger: CountingLedger;
let known: KnownEvents;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  nowMs = 0;
  ledger = new CountingLedger(systemClock);
  await ledger.putEvent(smallEvent());
  known = new KnownEvents(ledger, {
    monotonicMs: () => nowMs,
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
});
afterEach(() => {
  known.close();
  vi.useRealTimers();
});

const askForNothing = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => known.has(`x${i}`)));
/** Lets time pass for the clock and for timers alike, and a list be read and told. */
async function pass(ms: number): Promise<void> {
  nowMs += ms;
  vi.advanceTimersByTime(ms);
  await turns(5);
}
const asked = (eventId: string) => {
  const question = { answer: undefined as boolean | undefined };
  void known.has(eventId).then((answer) => (question.answer = answer));
  return question;
};

describe('an event that is not known', () => {
  it('is asked for once however many ask, and for how many such events', async () => {
    await askForNothing(1_000);
    expect(ledger.lists).toBe(1);
  });

  it('is asked for by so many at once and no more', async () => {
    await askForNothing(1);
    const waiting = Array.from({ length: 10_000 }, (_, i) => asked(`x${i}`));
    await expect(known.has('one too many')).rejects.toThrow('Too many');
    await pass(1_000);
    // They are answered in portions.
    await turns(300);
    expect(waiting.every(({ answer }) => answer === false)).toBe(true);
    expect(await known.has('default')).toBe(true);
  });

  it('is told to one visitor after another without a wait', async () => {
    for (let i = 0; i < 5; i++) {
      expect(await known.has('nothing')).toBe(false);
      await pass(1);
    }
    expect(ledger.lists).toBe(5);
  });

  it('is looked for again only after a wait as long as the crowd before was large', async () => {
    await askForNothing(400);
    const later = asked('nothing');
    await pass(399);
    expect([ledger.lists, later.answer]).toEqual([1, undefined]);
    await pass(1);
    expect([ledger.lists, later.answer]).toEqual([2, false]);
  });

  it('keeps nobody waiting for more than a second', async () => {
    await askForNothing(5_000);
    const later = asked('nothing');
    await pass(1_000);
    expect(later.answer).toBe(false);
  });

  it('is found when it was made elsewhere a moment ago', async () => {
    expect(await known.has('gala')).toBe(false);
    await ledger.putEvent({ ...smallEvent(), eventId: 'gala' });
    const later = asked('gala');
    await pass(1);
    expect(later.answer).toBe(true);
  });

  it('is found by those who asked while a list was read that misses it', async () => {
    let read = () => {};
    ledger.slowness = new Promise((resolve) => (read = resolve));
    const before = asked('gala');
    await turns(2);
    await ledger.putEvent({ ...smallEvent(), eventId: 'gala' });
    const during = asked('gala');
    read();
    await turns(2);
    expect([before.answer, during.answer]).toEqual([false, undefined]);
    await pass(1);
    expect([ledger.lists, during.answer]).toEqual([2, true]);
  });

  it('is answered in portions, between which others have their turn', async () => {
    let answered = 0;
    for (let i = 0; i < 200; i++) void known.has(`x${i}`).then(() => answered++);
    const seen = new Set<number>();
    for (let i = 0; i < 20; i++) {
      await turns(1);
      seen.add(answered);
    }
    expect(answered).toBe(200);
    expect(seen.size).toBeGreaterThanOrEqual(4);
  });
});

describe('an event made here', () => {
  it('is seen at once by those who wait for the list', async () => {
    await askForNothing(400);
    const waiting = asked('gala');
    known.add('gala');
    await turns(1);
    expect([ledger.lists, waiting.answer]).toEqual([1, true]);
    expect(await known.has('gala')).toBe(true);
  });
});

describe('a known event', () => {
  it('is never waited for, whatever others ask for', async () => {
    await known.has('default');
    void askForNothing(9_000);
    expect(await known.has('default')).toBe(true);
    expect(ledger.lists).toBe(1);
  });
});

describe('a ledger that is away', () => {
  it('is told to everybody who waits, and not remembered', async () => {
    ledger.isAway = true;
    const outcomes = await Promise.allSettled([known.has('default'), known.has('nothing')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    ledger.isAway = false;
    const later = asked('default');
    await pass(2);
    expect(later.answer).toBe(true);
  });
});
