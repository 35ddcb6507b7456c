import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServerProcess } from '../support/server-process.ts';

const run = promisify(execFile);

/** The brief's lines to the letter, but for the port, which the machine that runs the tests may need. */
const LIST_SEATS = 'curl http://localhost:5800/api/v1/seats';
const FCFS = `curl -X POST http://localhost:5800/api/v1/seats/reservation/fcfs \\
  -H 'Content-Type: application/json' \\
  -H 'X-User-Id: user-123' \\
  -d '{"user_name":"Alice","phone":"010-1234-5678"}'`;

describe('the brief’s curl lines on a fresh start', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start({ env: { HOST: 'localhost' } });
  });
  afterAll(() => server.stop());

  const shell = async (line: string): Promise<unknown> => {
    const { stdout } = await run('sh', ['-c', line.replace(':5800', `:${server.port}`)], {
      maxBuffer: 16 * 1024 * 1024,
    });
    return JSON.parse(stdout);
  };

  it('list nine seats, none of them reserved', async () => {
    const seats = await shell(LIST_SEATS);
    expect(seats).toEqual(
      Array.from({ length: 9 }, (_, i) => ({
        id: i + 1,
        status: false,
        state: 'available',
        label: `${'ABC'[Math.floor(i / 3)]}${(i % 3) + 1}`,
      })),
    );
  });

  it('assign a seat, once per user, and the list shows it', async () => {
    expect(await shell(FCFS)).toMatchObject({
      success: true,
      seat: { id: 1, status: true },
      sequence: 1,
      remaining_seats: 8,
    });
    expect(await shell(FCFS)).toMatchObject({ success: false, reason: 'duplicate' });
    expect(await shell(LIST_SEATS)).toContainEqual(expect.objectContaining({ id: 1, status: true }));
  });

  it('say sold_out when the ninth seat is gone', async () => {
    for (let i = 2; i <= 9; i++) await shell(FCFS.replace('user-123', `user-${1000 + i}`));
    expect(await shell(FCFS.replace('user-123', 'user-10'))).toMatchObject({
      success: false,
      reason: 'sold_out',
    });
  });

  it('join the queue once', async () => {
    const join =
      "curl -X POST 'http://localhost:5800/fcfs/join?event=default&ttl=900' -H 'X-User-Id: user-123'";
    expect(await shell(join)).toMatchObject({ success: true, queue_number: 1 });
    expect(await shell(join)).toMatchObject({ success: false, reason: 'duplicate', queue_number: 1 });
  });

  it('find the OpenAPI description', async () => {
    expect(await shell('curl http://localhost:5800/openapi.json')).toMatchObject({
      openapi: expect.stringMatching(/^3\.1/) as string,
    });
  });
});
