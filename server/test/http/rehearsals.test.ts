import type { Rehearsal, RehearsalList } from '@jari/contract';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { asAdmin, createTestApp, type Body, type TestApp } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';

/**
 * A program in the place of the one that plays: it makes the event with the key that it was given, tries the key on
 * other things, says how each went, leaves the key behind, and waits to be stopped. What the real one does is tested where it is.
 */
const PROGRAM = `
import { writeFileSync } from 'node:fs';
process.on('message', async (message) => {
  if ('stop' in message) return end('stopped');
  const { url, token, eventId } = message.start;
  writeFileSync(new URL('key', import.meta.url), token);
  const ask = async (method, path, body) => (await fetch(url + path, {
    method, headers: { authorization: 'Bearer ' + token, 'content-type': 'application/json' }, body,
  })).status;
  const event = JSON.stringify({ title: 'x', venue: 'x', starts_at: '2099-01-01T19:00:00Z',
    hall: { rows: 1, seats_per_row: 1 }, rules: { is_rehearsal: true } });
  tried = [
    await ask('PUT', '/api/v1/events/' + eventId, event),
    await ask('GET', '/api/v1/admin/events/' + eventId + '/log'),
    await ask('PUT', '/api/v1/events/gala', event),
    await ask('GET', '/api/v1/admin/events/default/log'),
    await ask('GET', '/api/v1/admin/organisers'),
  ];
  process.send({ progress: { phase: 'selling', elapsed_ms: 1, opens_in_ms: 1, refusals: 0, no_answers: 0,
    people: { all: message.start.people, away: 0, waiting: 0, inside: 0, through: 0, bought: 0 },
    seats: { all: 1, left: 1 }, requests_per_second: 0, p95_ms: 0, player_lag_ms: 0, promises: [] } });
});
let tried = [];
function end(ending) {
  const outcome = { ending, seats: 1, sold: 0, sold_out_after_ms: null, requests: 5, requests_per_second_peak: 5,
    confirm_p95_ms: 0, is_player_trustworthy: true, verdicts: [] };
  const secrets = [...process.argv.slice(2), ...Object.values(process.env)];
  process.send({ outcome, report: '<p>' + tried.join(' ') + '; ' + secrets.length + '</p>' }, () => process.disconnect());
}
`;

let folder: string;
let server: TestApp;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jari-rehearsal-'));
  writeFileSync(join(folder, 'player.mjs'), PROGRAM);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  server = await createTestApp({ settings: { rehearsalProgram: join(folder, 'player.mjs') } });
  await server.app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => server.close());

const REHEARSALS = '/api/v1/admin/events/default/rehearsals';

async function start(input: object = { people: 20, open_in_ms: 1_000 }, url = REHEARSALS) {
  const answer = await server.app.inject({ method: 'POST', url, headers: asAdmin, payload: input });
  return { status: answer.statusCode, body: answer.json<Body<Rehearsal>>() };
}
const list = async () =>
  (await server.app.inject({ url: REHEARSALS, headers: asAdmin })).json<RehearsalList>().rehearsals;
const stop = (id: string) =>
  server.app.inject({ method: 'DELETE', url: `${REHEARSALS}/${id}`, headers: asAdmin });
const report = (id: string) =>
  server.app.inject({ url: `${REHEARSALS}/${id}/report.html`, headers: asAdmin });
const isPlaying = () =>
  vi.waitFor(async () => expect((await list())[0]?.progress?.phase).toBe('selling'), { timeout: 20_000 });
const hasEnded = () =>
  vi.waitFor(async () => expect((await list())[0]?.state).toBe('ended'), { timeout: 20_000 });

describe('a rehearsal that the console starts', () => {
  it('runs in a process with a key that opens its own event and nothing else', async () => {
    const { status, body } = await start();
    expect(status).toBe(202);
    expect(body).toMatchObject({ event: 'default', state: 'running', started_by: 'organiser', people: 20 });
    expect(body.id).toMatch(/^rehearsal-\d{14}-[0-9a-f]{6}$/);
    await isPlaying();
    expect((await stop(body.id)).statusCode).toBe(204);
    await hasEnded();
    const page = await report(body.id);
    // Made, and its log read; another event, another's log and the house's people are none of its business.
    expect(page.body).toBe('<p>201 200 401 401 401; 0</p>');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining('sandbox;') as string,
    });
    expect((await list())[0]).toMatchObject({ state: 'ended', outcome: { ending: 'stopped' } });
    const trail = await server.app.inject({ url: '/api/v1/admin/trail?event=default', headers: asAdmin });
    expect(trail.json()).toMatchObject({
      entries: [{ action: 'rehearsal.stopped' }, { action: 'rehearsal.started', detail: { people: 20 } }],
    });
  });

  it('leaves nobody a key that is good once it is over', async () => {
    const { body } = await start();
    await isPlaying();
    const authorization = `Bearer ${readFileSync(join(folder, 'key'), 'utf8')}`;
    const readLog = async () => {
      const url = `/api/v1/admin/events/${body.id}/log`;
      return (await server.app.inject({ url, headers: { authorization } })).statusCode;
    };
    expect(await readLog()).toBe(200);
    await stop(body.id);
    await hasEnded();
    expect(await readLog()).toBe(401);
  });

  it('runs alone', async () => {
    const { body } = await start();
    expect(await start()).toMatchObject({ status: 409, body: { reason: 'rehearsal_running' } });
    await isPlaying();
    await stop(body.id);
    await hasEnded();
    expect((await start()).status).toBe(202);
  });

  it('is said to have failed when its process is gone', async () => {
    writeFileSync(join(folder, 'dies.mjs'), 'process.on("message", () => process.exit(3));');
    await server.close();
    server = await createTestApp({ settings: { rehearsalProgram: join(folder, 'dies.mjs') } });
    await server.app.listen({ host: '127.0.0.1', port: 0 });
    await start();
    await vi.waitFor(async () => {
      expect((await list())[0]).toMatchObject({ state: 'failed', failure: 'The player has ended (code 3).' });
    }, 20_000);
  });

  it('ends with its server, and is not left running', async () => {
    await start();
    await isPlaying();
    await server.app.close();
    const [one] = await server.rehearsals.list('default', server.clock.wallMs());
    expect(one?.endedAt).not.toBeNull();
  });

  it('is for organisers, of events that are meant', async () => {
    const strangers = await server.app.inject({ method: 'POST', url: REHEARSALS, payload: {} });
    expect(strangers.statusCode).toBe(401);
    expect((await start({ people: 0, open_in_ms: 1_000 })).status).toBe(400);
    expect((await start(undefined, '/api/v1/admin/events/nowhere/rehearsals')).status).toBe(404);
    const { rules } = smallEvent();
    await server.ledger.putEvent(
      smallEvent({ eventId: 'rehearsal-a', rules: { ...rules, isRehearsal: true } }),
    );
    const copy = await start(undefined, '/api/v1/admin/events/rehearsal-a/rehearsals');
    expect(copy).toMatchObject({ status: 400, body: { errors: [{ field: 'event' }] } });
    expect((await report('rehearsal-none')).statusCode).toBe(404);
    expect((await stop('rehearsal-none')).statusCode).toBe(404);
  });

  it('says what to do where the program is not installed', async () => {
    await server.close();
    server = await createTestApp();
    await server.app.listen({ host: '127.0.0.1', port: 0 });
    expect(await start()).toMatchObject({
      status: 503,
      body: { detail: expect.stringContaining('npm run build') as string },
    });
  });
});
