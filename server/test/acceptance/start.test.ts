import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../tools/rig/free-port.ts';
import { ServerProcess } from '../support/server-process.ts';

const started: ServerProcess[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});

async function start(...args: Parameters<typeof ServerProcess.start>): Promise<ServerProcess> {
  const server = await ServerProcess.start(...args);
  started.push(server);
  return server;
}

/** Starts a server that is meant to fail; its last words. */
async function failedStart(options: Parameters<typeof ServerProcess.spawn>[0]): Promise<string[]> {
  const server = await ServerProcess.spawn(options);
  started.push(server);
  expect(await server.exited()).toBe(1);
  return server.output.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
}

describe('starting', () => {
  it('says where it is, and shows the admin token once', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'jari-data-'));
    const first = await start({ dataDir });
    const stored = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as { adminToken: string };
    expect(first.output).toContain(`http://127.0.0.1:${first.port}`);
    expect(first.output).toContain(stored.adminToken);
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o077).toBe(0);
    expect(await first.stop()).toBe(0);
    const second = await start({ dataDir });
    expect(second.output).not.toContain(stored.adminToken);
    await second.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('fails with one line when the port is taken', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const lines = await failedStart({ port });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`Port ${port} is taken`);
    other.close();
  });

  it('fails with one line that says who has the data folder', async () => {
    const first = await start();
    const lines = await failedStart({ dataDir: first.dataDir });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/process \d+/);
    expect((await fetch(`${first.api}/seats`)).status).toBe(200);
  });

  it('fails with one line for a setting that is wrong', async () => {
    const lines = await failedStart({ env: { FAILURE_RATE: 'often' } });
    expect(lines).toEqual(['Jari did not start: FAILURE_RATE must be a number from 0 to 1, not "often".']);
  });

  it('fails with one line when the database is not there', async () => {
    const lines = await failedStart({
      env: { DATABASE_URL: `postgres://jari@127.0.0.1:${await freePort()}/jari` },
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('DATABASE_URL');
  });

  it('ends in order on SIGTERM while a stream is open', async () => {
    const server = await start();
    const stream = await fetch(`${server.api}/events/default/stream`);
    const text = stream.text();
    expect(await server.stop()).toBe(0);
    expect(await text).toContain('event: snapshot');
  });
});
