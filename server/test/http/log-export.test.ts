import type { ReservationResult } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { readPosition, verifyLog, type ShownPosition } from '../../../rehearsal/src/verify-log/verify.ts';
import { ALICE, as, asAdmin, createTestApp, type TestApp } from '../support/app.ts';

const LOG = '/api/v1/admin/events/default/log';
let server: TestApp;
afterEach(() => server.close());

const send = (
  method: 'PUT' | 'POST' | 'DELETE',
  path: string,
  headers: Record<string, string>,
  payload?: object,
) =>
  server.app.inject({
    method,
    url: `/api/v1${path}`,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
const hold = (user: string, ...seat_ids: number[]) =>
  send('PUT', '/events/default/hold', as(user), { seat_ids });
const confirm = (user: string, body: object = {}) =>
  send('POST', '/events/default/reservations', as(user), { ...ALICE, ...body });

async function exportLog(): Promise<string[]> {
  const answer = await server.app.inject({ url: LOG, headers: asAdmin });
  expect(answer.statusCode).toBe(200);
  return answer.body.trimEnd().split('\n');
}

/** A sale with every kind of change in it. */
async function sellALittle(): Promise<ShownPosition> {
  server = await createTestApp();
  await hold('ann', 1, 2);
  await hold('ann', 2, 3);
  await send('POST', '/events/default/hold/extend', as('ann'));
  await confirm('ann');
  await hold('bob', 4);
  server.clock.advance(130_000);
  await hold('cat', 4, 5);
  for (const user of ['ivy', 'fay']) await send('PUT', '/events/default/line', as(user), { seat_ids: [4] });
  await send('PUT', '/events/default/line', as('fay'), {
    best_available: { quantity: 4, category: 'standard' },
  });
  await send('DELETE', '/events/default/hold', as('cat'));
  await send('DELETE', '/events/default/line', as('fay'));
  await send('DELETE', '/events/default/hold', as('ivy'));
  const made = await confirm('dan', { seat_ids: [6, 7] });
  const { id } = made.json<{ reservation: { id: string } }>().reservation;
  await send('DELETE', `/reservations/${id}`, as('dan'));
  await send('POST', '/events/default/seats/block', asAdmin, { seat_ids: [8, 9] });
  await send('POST', '/events/default/seats/unblock', asAdmin, { seat_ids: [9] });
  await send('PUT', '/seats/1', asAdmin, { status: true });
  const list = await server.app.inject('/api/v1/events/default/seats');
  const shown = readPosition(list.json<{ position: string }>().position);
  if (shown === undefined) throw new Error('no position was shown');
  return shown;
}

describe('an event’s log, exported', () => {
  it('is proved by a checker that knows nothing of the server, and holds what was shown', async () => {
    const shown = await sellALittle();
    const { findings, changes, seats } = await verifyLog(await exportLog(), [shown]);
    expect(findings).toEqual([]);
    expect(changes).toBe(server.office.seatMap.sequence);
    expect(seats).toEqual({ free: 5, held: 0, reserved: 3, blocked: 1 });
  });

  it('holds what a ticket shows, and is found out when what came before the ticket was written anew', async () => {
    server = await createTestApp();
    await hold('bob', 3);
    const { id } = (await confirm('ann', { seat_ids: [1, 2] })).json<ReservationResult>().reservation;
    await hold('cat', 9);
    const ticket = await server.app.inject({ url: `/api/v1/reservations/${id}`, headers: as('ann') });
    const shown = readPosition(ticket.json<ReservationResult>().reservation.proof ?? '');
    if (shown === undefined) throw new Error('the ticket shows no proof');
    const lines = await exportLog();
    expect((await verifyLog(lines, [shown])).findings).toEqual([]);
    const other = { ...shown, check: shown.check.slice(0, -1) + (shown.check.endsWith('0') ? '1' : '0') };
    expect((await verifyLog(lines, [other])).findings).toHaveLength(1);
  });

  it('names nobody', async () => {
    await sellALittle();
    const lines = await exportLog();
    // Whole values and long digits: by chance a mark or a hash holds any three letters or four digits.
    const values = lines.slice(1).flatMap((line) => JSON.parse(line) as unknown[]);
    for (const name of ['ann', 'bob', 'cat', 'dan', 'ivy', 'fay']) expect(values).not.toContain(name);
    expect(lines.join('\n')).not.toMatch(/user:|Alice|10-?1234-?5678/);
  });

  it('is the organiser’s alone', async () => {
    server = await createTestApp();
    expect((await server.app.inject(LOG)).statusCode).toBe(401);
    const unknown = await server.app.inject({ url: LOG.replace('default', 'nothing'), headers: asAdmin });
    expect(unknown.statusCode).toBe(404);
  });

  it('is a header and nothing else before the first change', async () => {
    server = await createTestApp();
    const lines = await exportLog();
    expect(lines).toHaveLength(1);
    expect((await verifyLog(lines)).findings).toEqual([]);
  });

  it('is proved no more when any value of any change is another', async () => {
    await sellALittle();
    const lines = await exportLog();
    let tried = 0;
    for (let line = 1; line < lines.length; line++) {
      const values = JSON.parse(lines[line] ?? '') as unknown[];
      for (let i = 0; i < values.length; i++) {
        const changed = values.with(i, other(values[i]));
        const { findings } = await verifyLog(lines.with(line, JSON.stringify(changed)));
        expect([line, i, findings.length]).not.toEqual([line, i, 0]);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(100);
  });

  it('is proved no more without one of its lines, or with two exchanged', async () => {
    await sellALittle();
    const lines = await exportLog();
    for (let line = 0; line < lines.length; line++) {
      expect((await verifyLog(lines.toSpliced(line, 1))).findings).not.toEqual([]);
    }
    const exchanged = lines.with(2, lines[3] ?? '').with(3, lines[2] ?? '');
    expect((await verifyLog(exchanged)).findings).not.toEqual([]);
  });

  it('betrays a history that was written anew: what was shown is not in it', async () => {
    const shown = await sellALittle();
    const lines = await exportLog();
    const otherHistory = { ...shown, check: '00000000' };
    expect((await verifyLog(lines, [otherHistory])).findings).toHaveLength(1);
    expect((await verifyLog(lines, [{ ...shown, sequence: 10_000 }])).findings).toHaveLength(1);
    expect((await verifyLog(lines, [{ ...shown, epoch: 'another' }])).findings).not.toEqual([]);
  });
});

function other(value: unknown): unknown {
  if (typeof value === 'string') return `${value}0`;
  if (typeof value === 'number') return value + 1;
  return Array.isArray(value) ? [...(value as number[]), 9] : 1;
}
