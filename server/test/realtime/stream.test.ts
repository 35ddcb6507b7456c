import type { ChangeList, Problem, SeatList, SeatStates } from '@jari/contract';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { as } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';
import {
  change,
  closeHall,
  hold,
  ids,
  positionAt,
  rules,
  server,
  start,
  STREAM,
  upTo,
  watch,
} from '../support/watched-hall.ts';

afterEach(closeHall);

describe('a stream', () => {
  it('begins with the whole hall and goes on with every change', async () => {
    await start();
    await hold('ann', 1);
    const reader = await watch();
    await reader.until(({ event }) => event === 'snapshot');
    await hold('ann', 1, 2);
    await server.office.submit({ kind: 'extend', userId: 'user:ann' });
    await server.office.submit({ kind: 'release', userId: 'user:ann' });
    await upTo(reader, 4);
    expect(ids(reader)).toEqual(['snapshot 1', 'seat_held 2', 'hold_extended 3', 'seat_released 4']);
    const [snapshot, held] = reader.events;
    const { epoch } = server.office.seatMap;
    expect(snapshot?.id).toBe(await positionAt(1));
    expect(snapshot?.data).toMatchObject({ event: 'default', epoch, sequence: 1, position: snapshot?.id });
    expect((snapshot?.data as SeatList).seats[0]).toEqual({
      id: 1,
      status: false,
      state: 'held',
      label: 'A1',
    });
    expect(held?.data).toEqual({ sequence: 2, cause: 'held', state: 'held', seat_ids: [2] });
  });

  it('says nothing of who did it', async () => {
    await start();
    const reader = await watch();
    await hold('zebediah', 1);
    await upTo(reader, 1);
    expect(JSON.stringify(reader.events)).not.toContain('zebediah');
  });

  it('has the headers that keep proxies from holding it back, and those of every answer', async () => {
    await start();
    const abort = new AbortController();
    const answer = await fetch(`${server.url}${STREAM}`, { signal: abort.signal });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String) as string,
    });
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk as Uint8Array);
      if (text.includes('\n\n')) break;
    }
    expect(text).toMatch(/^retry: 1000\n\n/);
    abort.abort();
  });

  it('carries the headers of a listed origin', async () => {
    await start({ settings: { corsOrigins: ['https://tickets.example'] } });
    const abort = new AbortController();
    const headers = { origin: 'https://tickets.example' };
    const answer = await fetch(`${server.url}${STREAM}`, { signal: abort.signal, headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://tickets.example');
    abort.abort();
  });

  it('says how far it has come, again and again, when nothing happens', async () => {
    await start({ settings: { streamHeartbeatMs: 150 } });
    const reader = await watch();
    await hold('ann', 2);
    const { id } = await upTo(reader, 1);
    const said = () => reader.positions.filter(({ id: at }) => at === id);
    await expect.poll(() => said().length).toBeGreaterThanOrEqual(2);
    expect(said()[1]?.data).toEqual({ sequence: 1 });
  });

  it('is for an event that exists', async () => {
    await start();
    const answer = await fetch(`${server.url}/api/v1/events/nope/stream`);
    expect([answer.status, ((await answer.json()) as Problem).reason]).toEqual([404, 'not_found']);
  });
});

describe('the stream of a hall above 1,000 seats', () => {
  it('begins with a letter for each seat', async () => {
    await start({ events: [smallEvent({ layout: { rows: 7, seatsPerRow: 143 }, rules })] });
    await hold('ann', 2, 1001);
    const reader = await watch();
    const { data, id } = await reader.until(({ event }) => event === 'snapshot');
    const { states, ...place } = data as SeatStates;
    expect(states).toBe(`ah${'a'.repeat(998)}h`);
    expect(place).toMatchObject({ event: 'default', sequence: 1, position: id });
    await hold('bob', 3, 4);
    const held = await upTo(reader, 2);
    expect(held.data).toEqual({ sequence: 2, cause: 'held', state: 'held', seat_ids: [3, 4] });
  });

  it('has the list of seats in a hall of 1,000', async () => {
    await start({ events: [smallEvent({ layout: { rows: 2, seatsPerRow: 500 }, rules })] });
    const reader = await watch();
    const { data } = await reader.until(({ event }) => event === 'snapshot');
    expect((data as SeatList).seats).toHaveLength(1_000);
    expect(data).not.toHaveProperty('states');
  });
});

describe('a client that does not read', () => {
  it('is cut and counted, and disturbs nobody', async () => {
    await start({
      settings: { streamBufferBytesMax: 4_096 },
      events: [smallEvent({ layout: { rows: 50, seatsPerRow: 50 }, rules })],
    });
    const lazy = connect(Number(new URL(server.url).port), '127.0.0.1');
    lazy.on('error', () => undefined);
    lazy.write(`GET ${STREAM} HTTP/1.1\r\nhost: x\r\n\r\n`);
    lazy.pause();
    const reader = await watch();
    await reader.until(({ event }) => event === 'snapshot');
    const clients = async () => await (await fetch(`${server.url}/metrics`)).text();
    await expect.poll(clients).toContain('jari_stream_clients 2');
    // Enough to fill what the kernel keeps for a connection.
    const many = Array.from({ length: 1_000 }, (_, i) => i + 1);
    for (let i = 0; i < 4_000 && !(i % 200 === 0 && (await clients()).includes('cut_total 1')); i++) {
      await server.office.submit({ kind: 'block', by: 'organiser', seatIds: many });
      await server.office.submit({ kind: 'unblock', by: 'organiser', seatIds: many });
    }
    expect(await clients()).toContain('jari_stream_cut_total 1');
    expect(await clients()).toContain('jari_stream_clients 1');
    await upTo(reader, server.office.seatMap.sequence);
    lazy.destroy();
  });
});

describe('the number of streams', () => {
  const from = (address: string, signal?: AbortSignal) =>
    fetch(`${server.url}${STREAM}`, {
      headers: { 'x-forwarded-for': address },
      ...(signal === undefined ? {} : { signal }),
    });

  it('is bounded, and a client that leaves makes room', async () => {
    await start({ settings: { streamClientsMax: 2, trustedProxies: ['127.0.0.1', '::1'] } });
    const leaving = new AbortController();
    const staying = new AbortController();
    expect((await from('192.0.2.1', leaving.signal)).status).toBe(200);
    expect((await from('192.0.2.2', staying.signal)).status).toBe(200);
    const refused = await from('192.0.2.3');
    expect([refused.status, ((await refused.json()) as Problem).reason]).toEqual([503, 'unavailable']);
    expect(refused.headers.get('retry-after')).toBe('1');
    leaving.abort();
    await expect
      .poll(async () => {
        const abort = new AbortController();
        const { status } = await from('192.0.2.3', abort.signal);
        abort.abort();
        return status;
      })
      .toBe(200);
    staying.abort();
  });
});

describe('when the server closes', () => {
  it('streams end whole, in order, and soon', async () => {
    await start();
    const reader = await watch();
    await hold('ann', 1);
    await upTo(reader, 1);
    const closedAt = performance.now();
    await server.close();
    expect(performance.now() - closedAt).toBeLessThan(2_000);
    await expect.poll(() => reader.hasEnded).toBe(true);
    await start();
  });
});

describe('the changes for clients that ask', () => {
  const changes = async (after: number | string) => {
    const query = `after=${encodeURIComponent(after)}`;
    const answer = await fetch(`${server.url}/api/v1/events/default/changes?${query}`);
    return (await answer.json()) as ChangeList;
  };

  it('are those after a number, at most a thousand, and say whether there are more', async () => {
    await start();
    await change(1);
    const expected = {
      event: 'default',
      epoch: server.office.seatMap.epoch,
      sequence: 2,
      position: await positionAt(2),
      changes: [{ sequence: 2, cause: 'released', state: 'available', seat_ids: [1] }],
      has_more: false,
      reload: false,
    };
    expect(await changes(1)).toEqual(expected);
    expect(await changes(await positionAt(1))).toEqual(expected);
    await change(600);
    const first = await changes(0);
    expect([first.changes.length, first.changes[0]?.sequence, first.has_more]).toEqual([1000, 1, true]);
    const rest = await changes(1000);
    expect([rest.changes.length, rest.changes[0]?.sequence, rest.has_more]).toEqual([202, 1001, false]);
  });

  it('are read from the ledger when this process has not seen them', async () => {
    await start();
    await change(2);
    const { ledger } = server;
    await server.close();
    await start({ ledger });
    for (const after of [1, await positionAt(1)]) {
      expect((await changes(after)).changes.map(({ sequence }) => sequence)).toEqual([2, 3, 4]);
    }
  });

  it('are none for a client that is ahead of the ledger, which must load the hall anew', async () => {
    await start();
    await change(1);
    expect(await changes(99)).toMatchObject({ sequence: 2, changes: [], has_more: false, reload: true });
  });

  it('must be asked for with a whole number', async () => {
    await start();
    for (const query of [
      '',
      '?after=',
      '?after=-1',
      '?after=0.5',
      '?after=abc',
      '?after=e:x',
      '?after=1&limit=5',
    ]) {
      const answer = await server.app.inject(`/api/v1/events/default/changes${query}`);
      expect([query, answer.statusCode]).toEqual([query, 400]);
    }
    expect(
      (await server.app.inject({ url: '/api/v1/events/default/hold', headers: as('x') })).statusCode,
    ).toBe(204);
  });
});
