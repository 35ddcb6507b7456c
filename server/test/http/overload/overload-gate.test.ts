import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OverloadGate } from '../../../src/http/overload/overload-gate.ts';
import type { Importance } from '../../../src/http/overload/importance.ts';
import { TICK_MS } from '../../../src/http/overload/loop-delay.ts';
import { PAUSE_MS } from '../../../src/http/overload/refusals.ts';
import { TestClock } from '../../support/test-clock.ts';

const paths: Readonly<Record<Importance, readonly [string, string]>> = {
  stream: ['GET', '/api/v1/events/gala/stream'],
  look: ['GET', '/api/v1/events/gala/seats'],
  take: ['PUT', '/api/v1/events/gala/hold'],
  settle: ['POST', '/api/v1/events/gala/reservations'],
  operate: ['GET', '/readyz'],
};

let clock: TestClock;
let queueWaitMs: number;
let gate: OverloadGate;
const log: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  clock = new TestClock();
  queueWaitMs = 0;
  log.length = 0;
  const say = (_facts: unknown, text?: string) => void log.push(text ?? '');
  gate = new OverloadGate(
    {
      offices: { peek: (event) => (event === 'gala' ? { expectedWaitMs: queueWaitMs } : undefined) },
      clock,
      random: { draw: () => 0.5 },
      logger: { info: say, warn: say },
    },
    false,
  );
});
afterEach(() => {
  gate.close();
  vi.useRealTimers();
});

function send(importance: Importance, headers: Readonly<Record<string, string>> = {}) {
  const request = new IncomingMessage(new Socket());
  const [method, url] = paths[importance];
  Object.assign(request, { method, url, headers });
  const response = new ServerResponse(request);
  return { isAdmitted: gate.admits(request, response), response };
}

/** A turn of the event loop that took so much longer than it should, with so many requests in it. */
function turn(lateMs: number, requests = 100): void {
  for (let i = 0; i < requests; i++) send('operate');
  clock.advance(TICK_MS + lateMs);
  vi.advanceTimersByTime(TICK_MS);
}

function admitted(): readonly Importance[] {
  const all: readonly Importance[] = ['stream', 'look', 'take', 'settle', 'operate'];
  return all.filter((importance) => send(importance).isAdmitted);
}

describe('the overload gate', () => {
  it('lets everything in while it is quick', () => {
    turn(10);
    turn(10);
    expect(admitted()).toEqual(['stream', 'look', 'take', 'settle', 'operate']);
  });

  it.each([
    [100, ['look', 'take', 'settle', 'operate']],
    [200, ['take', 'settle', 'operate']],
    [400, ['settle', 'operate']],
    [2_000, ['operate']],
  ])('refuses in order of harm: at a wait of %i ms it still lets in %j', (lateMs, expected) => {
    turn(lateMs);
    turn(lateMs);
    expect(admitted()).toEqual(expected);
  });

  it('goes by the queue of the event that is asked for, and not by another’s', () => {
    queueWaitMs = 300;
    expect(admitted()).toEqual(['stream', 'look', 'settle', 'operate']);
    expect(gate.isTooMuch('take', 'another')).toBe(false);
  });

  it('gives a refusal late, once, with the time to come back', () => {
    turn(400);
    turn(400);
    const { response } = send('take');
    expect(response.headersSent).toBe(false);
    const head = vi.spyOn(response, 'writeHead');
    clock.advance(PAUSE_MS + 1);
    vi.advanceTimersByTime(TICK_MS);
    expect(response.statusCode).toBe(503);
    expect(response.headersSent).toBe(true);
    const [[, headers] = []] = head.mock.calls as unknown as [number, string[]][];
    const valueOf = (name: string) => (headers?.includes(name) ? headers[headers.indexOf(name) + 1] : 'none');
    expect(Number(valueOf('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(valueOf('x-request-id')).toMatch(/^\S{8,}$/);
    expect([valueOf('cache-control'), valueOf('x-content-type-options')]).toEqual(['no-store', 'nosniff']);
  });

  it('gives what it has kept back when it closes', () => {
    turn(400);
    turn(400);
    const { response } = send('take');
    gate.close();
    expect(response.headersSent).toBe(true);
  });

  it('keeps nothing back any more once it is closed, when nobody would give it', () => {
    turn(400);
    turn(400);
    gate.close();
    expect(admitted()).toEqual(['stream', 'look', 'take', 'settle', 'operate']);
    // What is judged only once its body has come is finished, too.
    expect(() => gate.refuseLate('take', 'default')).not.toThrow();
  });

  it('answers a gateway so that it asks no other server', () => {
    turn(400);
    turn(400);
    const { response } = send('take', { 'x-jari-gateway': '1' });
    gate.close();
    expect(response.statusCode).toBe(429);
  });

  it('tells the log once when it begins and once when it is over', () => {
    turn(400);
    turn(400);
    for (let i = 0; i < 50; i++) send('take');
    expect(log).toEqual(['overloaded: refusing what can wait']);
    turn(0);
    clock.advance(6_000);
    vi.advanceTimersByTime(TICK_MS);
    expect(log).toEqual(['overloaded: refusing what can wait', 'no longer overloaded']);
    expect(gate.refusedCounts.take).toBe(50);
  });
});
