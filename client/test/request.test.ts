import { afterEach, describe, expect, it, vi } from 'vitest';
import { reasonOf } from '../src/outcome.ts';
import { parseProblem } from '../src/problem.ts';
import { createRequester, waitALittleLonger } from '../src/request.ts';

describe('who is told to come again later', () => {
  afterEach(() => void vi.useRealTimers());

  it.each([
    [3, 3_000],
    [0, 1_000],
  ])('after %i s waits at least %i ms, and a quarter longer at most', async (retryAfterS, atLeastMs) => {
    vi.useFakeTimers();
    let isOver = false;
    const waiting = waitALittleLonger(retryAfterS).then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(atLeastMs - 1);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(atLeastMs / 4 + 1);
    expect(isOver).toBe(true);
    await waiting;
  });
});

describe('what an overloaded server has refused', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is asked again when it said, and for a minute: nobody waits longer without being asked', async () => {
    vi.useFakeTimers();
    let asked = 0;
    vi.stubGlobal('fetch', () => {
      asked++;
      const body = JSON.stringify({ reason: 'overloaded', retryable: true });
      return Promise.resolve(new Response(body, { status: 503, headers: { 'retry-after': '20' } }));
    });
    const waits: number[] = [];
    const request = createRequester({
      ...{ serverBase: '', credentials: 'omit', readProblem: parseProblem },
      waitAsTold: async (retryAfterS) => {
        waits.push(retryAfterS);
        await vi.advanceTimersByTimeAsync(retryAfterS * 1_000);
        return true;
      },
    });
    const outcome = await request('/events');
    expect(outcome.ok ? undefined : reasonOf(outcome.failure)).toBe('overloaded');
    expect([asked, waits]).toEqual([5, [20, 20, 20, 20]]);
  });
});

describe('an answer', () => {
  afterEach(() => void vi.unstubAllGlobals());

  const answered = (body: string | null, status: number, headers: Record<string, string> = {}) => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status, headers })));
    return createRequester({ serverBase: '', credentials: 'omit', readProblem: parseProblem })('/events');
  };
  const noAnswer = { ok: false, failure: { kind: 'unreachable', because: 'bad_answer' } };

  it('that is not of the API, such as a hotel’s page to sign in, is none, whatever its status', async () => {
    for (const status of [200, 201, 401, 404, 502])
      expect(await answered('<html>Welcome</html>', status), String(status)).toEqual(noAnswer);
    expect(await answered('', 200)).toEqual(noAnswer);
    expect(await answered('{"success":tr', 200)).toEqual(noAnswer);
  });

  it('is what was asked for, with its version where it has one, or nothing where nothing is there', async () => {
    expect(await answered('{"events":[]}', 200)).toMatchObject({ ok: true, value: { events: [] } });
    expect(await answered('{}', 200, { etag: '"7"' })).toMatchObject({ ok: true, etag: '"7"' });
    expect(await answered(null, 204)).toMatchObject({ ok: true, value: undefined });
  });
});

describe('a request', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('says what it brings, and nothing of what it does not', async () => {
    const seen: Record<string, string>[] = [];
    vi.stubGlobal('fetch', (_address: string, { headers }: RequestInit) => {
      seen.push(Object.fromEntries(new Headers(headers)));
      return Promise.resolve(Response.json({}));
    });
    const request = createRequester({ serverBase: '', credentials: 'omit', readProblem: parseProblem });
    await request('/hold', { method: 'PUT', body: '{}', pass: 'a-pass', idempotencyKey: 'key-1' });
    await request('/hold', { pass: undefined });
    const accept = 'application/json';
    expect(seen).toEqual([
      { accept, 'content-type': 'application/json', 'queue-pass': 'a-pass', 'idempotency-key': 'key-1' },
      { accept },
    ]);
  });

  it.each([
    [new DOMException('late', 'TimeoutError'), true, 'timeout'],
    [new TypeError('fetch failed'), true, 'network'],
    [new TypeError('fetch failed'), false, 'offline'],
  ])('without an answer (%s, online: %s) is %s', async (error, onLine, because) => {
    vi.stubGlobal('fetch', () => Promise.reject(error));
    vi.stubGlobal('navigator', { onLine });
    const request = createRequester({ serverBase: '', credentials: 'omit', readProblem: parseProblem });
    expect(await request('/events')).toEqual({ ok: false, failure: { kind: 'unreachable', because } });
  });

  it('tells whoever waits for an overloaded server whether it is a command, and goes by what they say', async () => {
    const body = { reason: 'overloaded', retryable: true };
    vi.stubGlobal('fetch', () =>
      Promise.resolve(Response.json(body, { status: 503, headers: { 'retry-after': '2' } })),
    );
    const waits: [number, boolean][] = [];
    const request = createRequester({
      ...{ serverBase: '', credentials: 'omit', readProblem: parseProblem },
      waitAsTold: (retryAfterS, isCommand) => {
        waits.push([retryAfterS, isCommand]);
        return Promise.resolve(false);
      },
    });
    await request('/hold', { method: 'PUT' });
    await request('/hold', { method: 'GET' });
    const outcome = await request('/hold');
    expect(outcome.ok ? undefined : reasonOf(outcome.failure)).toBe('overloaded');
    expect(waits).toEqual([
      [2, true],
      [2, false],
      [2, false],
    ]);
  });
});

describe('a refusal', () => {
  const said = (status: number, reason: string) => parseProblem(status, { reason })?.reason;

  it('for a reason that is not known yet is our malfunction only where the status says so', () => {
    expect([said(409, 'of_the_future'), said(422, 'of_the_future')]).toEqual(['validation', 'validation']);
    expect([said(500, 'of_the_future'), said(503, 'of_the_future')]).toEqual(['internal', 'internal']);
    expect(said(409, 'seat_held')).toBe('seat_held');
  });

  it('says which fields are wrong, and nothing of what it says in no form that is known', () => {
    const errors = [{ field: 'phone', message: 'is missing' }, { field: 'name' }, 'name', null];
    expect(parseProblem(400, { reason: 'validation', errors })?.errors).toEqual([errors[0]]);
    expect(
      parseProblem(400, { reason: 'validation', errors: { field: 'phone', message: '' } }),
    ).not.toHaveProperty('errors');
  });

  it('says who was quicker, as far as that can be read', () => {
    const change = { at: '2026-11-30T12:00:00.000Z', actor: 'organiser:mina', action: 'event.changed' };
    const body = { reason: 'changed_meanwhile', changed: [change, { actor: 'organiser:mina' }, null] };
    expect(parseProblem(412, body)).toMatchObject({ reason: 'changed_meanwhile', changed: [change] });
    expect(parseProblem(412, { reason: 'changed_meanwhile' })).not.toHaveProperty('changed');
  });

  it('says by how much somebody was quicker, and which ticket there is already, as far as that can be read', () => {
    const told = (body: object) => parseProblem(409, { reason: 'seat_held', ...body });
    const lost_race = { earlier_ms: 41, others: 36 };
    expect(told({ lost_race, reservation_id: 'default.4', seat_ids: [1, 2] })).toMatchObject({
      ...{ lost_race, reservation_id: 'default.4', seat_ids: [1, 2] },
    });
    const unreadable = [
      ...[{ lost_race: 41 }, { lost_race: { earlier_ms: 41 } }, { lost_race: { others: 1 } }],
      { lost_race: { earlier_ms: '41', others: 1 } },
      ...[{ reservation_id: 4 }, { seat_ids: '1' }, { seat_ids: [1, '2'] }],
    ];
    const nothing = told({});
    for (const body of unreadable) expect(told(body), JSON.stringify(body)).toEqual(nothing);
  });

  it('that says no reason says nothing', () => {
    expect([parseProblem(502, 'bad gateway'), parseProblem(502, undefined), parseProblem(502, {})]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('may be repeated only where it says so', () => {
    const retryable = (value: unknown) =>
      parseProblem(503, { reason: 'unavailable', retryable: value })?.retryable;
    expect([true, false, undefined, 'true'].map(retryable)).toEqual([true, false, false, false]);
  });
});
