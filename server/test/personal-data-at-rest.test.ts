import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { compose } from '../src/composition.ts';
import { readConfig } from '../src/config.ts';

const NAME = '남궁바다';
const NAME_IN_LATIN = 'Planted Personname';
/** As it is typed, as it is kept, and without what differs between the two. */
const PHONE = '010-7391-8264';
const TRACES = [NAME, NAME_IN_LATIN, PHONE, '01073918264', '1073918264', '7391-8264'];

async function filesWith(folder: string, traces: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    for (const trace of traces) if (content.includes(trace)) found.push(`${path}: ${trace}`);
  }
  return found;
}

it(
  'a name and a phone stand in clear nowhere in the data folder, and come back with the ticket',
  { timeout: 120_000 },
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'jari-at-rest-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    const config = readConfig({ DATA_DIR: dataDir, PORT: '0', FAILURE_RATE: '0', LOG_LEVEL: 'silent' });
    const start = async () => {
      const server = await compose(config, () => undefined);
      return { server, url: await server.listen() };
    };
    const first = await start();
    const call = (url: string, method: string, path: string, body?: object) =>
      fetch(`${url}${path}`, {
        method,
        headers: { 'x-user-id': 'ann', 'content-type': 'application/json', 'idempotency-key': path },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const sell = (seat: number, user_name: string) =>
      call(first.url, 'POST', `/api/v1/events/default/reservations?${seat}`, {
        ...{ user_name, phone: PHONE, seat_ids: [seat] },
      });
    expect((await call(first.url, 'POST', '/fcfs/join?event=default', {})).status).toBe(200);
    const answers = [await sell(1, NAME), await sell(2, NAME_IN_LATIN), await sell(1, NAME_IN_LATIN)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 422]);
    await first.server.close();

    expect(await filesWith(dataDir, TRACES)).toEqual([]);
    // What is looked for would be found: the user's id is no secret.
    expect(await filesWith(dataDir, ['user:ann'])).not.toEqual([]);

    const second = await start();
    onTestFinished(() => second.server.close());
    const { code } = ((await answers[0]?.json()) as { reservation: { code: string } }).reservation;
    const found = await call(second.url, 'POST', '/api/v1/reservations/find', { code, phone: PHONE });
    expect(await found.json()).toMatchObject({ reservation: { user_name: NAME, phone: '+821073918264' } });
  },
);
