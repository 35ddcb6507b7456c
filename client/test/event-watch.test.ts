import type { EventDetails } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventWatch } from '../src/event-watch.ts';
import type { Outcome } from '../src/outcome.ts';
import { parseProblem } from '../src/problem.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

// Of the event no more than this matters here.
const gala = (rows: number, sale: EventDetails['sale'] = 'open') =>
  ({ sale, plan: null, hall: { rows, seats_per_row: 3 } }) as unknown as EventDetails;
const told = (value: EventDetails): Outcome<EventDetails> => ({ ok: true, value, sentAt: 0 });
const lost: Outcome<never> = { ok: false, failure: { kind: 'unreachable', because: 'network' } };
function refused(status: number, reason: string, retryable: boolean): Outcome<never> {
  const problem = parseProblem(status, { reason, retryable });
  if (problem === undefined) throw new Error(`no such reason: ${reason}`);
  return { ok: false, failure: { kind: 'refused', problem } };
}

/** A page that shows a hall of three rows, at a server that says this. */
function page(first: Outcome<EventDetails>) {
  let shown = gala(3);
  const server = { says: first, asked: 0 };
  const heard: string[] = [];
  const watch = new EventWatch({
    ask: () => Promise.resolve((++server.asked, server.says)),
    shown: () => shown,
    onDetails: (details) => {
      shown = details;
      heard.push(`sale is ${details.sale}`);
    },
    onOtherHall: () => heard.push('another hall'),
  });
  return { watch, server, heard };
}
const aMinute = () => vi.advanceTimersByTimeAsync(60_000);

describe('An event that is watched', () => {
  it('is told as it is now, and that its hall is another one instead', async () => {
    const { watch, server, heard } = page(lost);
    for (const says of [lost, told(gala(3, 'paused')), told(gala(4))]) {
      server.says = says;
      await watch.look();
    }
    await aMinute();
    expect([heard, server.asked]).toEqual([['sale is paused', 'another hall'], 3]);
  });

  it.each([
    ['nobody answers', lost],
    ['the server is away', refused(503, 'unavailable', true)],
  ])('is asked for until it is told, where %s', async (_, silence) => {
    const { watch, server, heard } = page(silence);
    await Promise.all([watch.look(), watch.look(), watch.look()]);
    await aMinute();
    expect(heard).toEqual([]);
    server.says = told(gala(4));
    await vi.advanceTimersByTimeAsync(15_000);
    const { asked } = server;
    await aMinute();
    expect([heard, server.asked - asked]).toEqual([['another hall'], 0]);
  });

  it('is not asked for again where it was refused for good, or the page is left', async () => {
    const gone = page(refused(404, 'not_found', false));
    await gone.watch.look();
    const left = page(lost);
    await left.watch.look();
    left.watch.stop();
    const leaving = page(told(gala(4)));
    const looking = leaving.watch.look();
    leaving.watch.stop();
    await looking;
    await aMinute();
    expect([gone.server.asked, left.server.asked, leaving.server.asked]).toEqual([1, 1, 1]);
    expect(leaving.heard).toEqual([]);
  });
});
