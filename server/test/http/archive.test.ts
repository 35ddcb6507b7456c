import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyLog } from '../../../rehearsal/src/verify-log/verify.ts';
import { archive } from '../../../tools/archive/archive.ts';
import { startTestApp } from '../support/listening-app.ts';
import { ADMIN_TOKEN, ALICE, as, asAdmin } from '../support/app.ts';

const READ = '/api/v1/admin/events/default/archive?older_than_seconds=0';
let server: Awaited<ReturnType<typeof startTestApp>>;
let folder: string;
beforeEach(async () => {
  server = await startTestApp();
  folder = await mkdtemp(join(tmpdir(), 'jari-archive-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const send = (method: 'PUT' | 'POST' | 'DELETE', path: string, user: string, payload: object = {}) =>
  server.app.inject({ method, url: `/api/v1${path}`, headers: as(user), payload });
const hold = (user: string, seat: number) => send('PUT', '/events/default/hold', user, { seat_ids: [seat] });
const buy = (user: string, seat: number) =>
  send('POST', '/events/default/reservations', user, { ...ALICE, seat_ids: [seat] });
const run = () =>
  archive({ url: server.url, event: 'default', folder, token: ADMIN_TOKEN, olderThanSeconds: 0 });
const exported = async () =>
  (await server.app.inject({ url: '/api/v1/admin/events/default/log', headers: asAdmin })).body;
const changes = (after: number) => server.app.inject(`/api/v1/events/default/changes?after=${after}`);

/** What was sold up to now is old, and what is kept for a day is forgotten; as if a day had passed. */
async function aDayPasses(): Promise<void> {
  server.clock.advance(1_000);
  await server.ledger.forget('default', server.clock.wallMs());
}

async function proved(): Promise<{ findings: readonly object[]; changes: number }> {
  const names = (await readdir(folder)).sort(
    (a, b) => parseInt(a.split('.')[1] ?? '') - parseInt(b.split('.')[1] ?? ''),
  );
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return verifyLog([...files, await exported()].join('').trimEnd().split('\n'));
}

it('An archive and the log that is kept are one log, the sale goes on, and who is below its floor begins anew', async () => {
  await buy('ann', 1);
  await hold('bob', 2);
  expect(await run()).toMatchObject({ file: undefined, changes: 0 });
  await aDayPasses();
  await buy('cat', 3);
  const sequence = server.office.seatMap.sequence;
  expect(await run()).toMatchObject({ changes: 2 });
  expect(await run()).toMatchObject({ file: undefined, changes: 0 });
  expect((await changes(1)).json()).toMatchObject({ reload: true });
  // Whoever is right at the floor cannot be compared with it any more, and begins anew as well.
  expect((await changes(3)).json()).toMatchObject({ reload: false });
  expect((await buy('dan', 4)).statusCode).toBe(201);
  expect((await send('DELETE', '/reservations/default.1', 'ann')).statusCode).toBe(200);
  await aDayPasses();
  await hold('eve', 5);
  expect((await run()).changes).toBeGreaterThan(2);
  const { findings, changes: all } = await proved();
  expect(findings).toEqual([]);
  expect(all).toBe(server.office.seatMap.sequence);
  expect(all).toBeGreaterThan(sequence);
});

it('A run that ended between the file and the removal is finished by the next one, and nothing is lost or there twice', async () => {
  await buy('ann', 1);
  await buy('bob', 2);
  await aDayPasses();
  await buy('cat', 3);
  // What the first run would have written, had it not ended there.
  const { body } = await server.app.inject({ url: READ, headers: asAdmin });
  await writeFile(join(folder, 'default.1-2.jari-log.ndjson'), body);
  expect((await changes(0)).json()).toMatchObject({ reload: false });
  expect(await run()).toMatchObject({ file: undefined, changes: 0 });
  expect((await changes(0)).json()).toMatchObject({ reload: true });
  expect(await proved()).toMatchObject({ findings: [], changes: 3 });
});

it('A file that was changed is not believed, and nothing is removed', async () => {
  await buy('ann', 1);
  await aDayPasses();
  const { body } = await server.app.inject({ url: READ, headers: asAdmin });
  await writeFile(join(folder, 'default.1-1.jari-log.ndjson'), body.replace('"user"', '"clock"'));
  await expect(run()).rejects.toThrow('line 2');
  expect((await changes(0)).json()).toMatchObject({ reload: false });
});

it('Nothing is removed for a head that the ledger does not have, nor what a retry may need', async () => {
  await buy('ann', 1);
  const remove = (head: string) =>
    server.app.inject({
      ...{ method: 'POST', url: '/api/v1/admin/events/default/archive', headers: asAdmin },
      payload: { epoch: server.office.seatMap.epoch, sequence: 1, head },
    });
  const wrong = await remove('0'.repeat(64));
  expect(wrong.json()).toMatchObject({ status: 400, reason: 'validation' });
  const early = await remove(server.office.seatMap.head);
  expect(early.json()).toMatchObject({ status: 409, reason: 'contention' });
  expect((await changes(0)).json()).toMatchObject({ reload: false });
});

it('Files that do not go on from one another are no log', async () => {
  await buy('ann', 1);
  await aDayPasses();
  await buy('bob', 2);
  await run();
  const rest = (await exported()).trimEnd().split('\n');
  expect((await verifyLog([...rest, ...rest])).findings).not.toEqual([]);
});

it('Two days are left where nobody says how many', async () => {
  await buy('ann', 1);
  await aDayPasses();
  const url = READ.replace(/\?.*/, '');
  const lines = (path: string) =>
    server.app.inject({ url: path, headers: asAdmin }).then(({ body }) => body.trim().split('\n'));
  expect(await lines(url)).toHaveLength(1);
  expect(await lines(READ)).toHaveLength(2);
});
