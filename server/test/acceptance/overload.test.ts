import { expect, it } from 'vitest';
import { connectCrowd, type CrowdSocket } from '../../../tools/rig/crowd-socket.ts';
import { requestText } from '../../../tools/rig/lean-connection.ts';
import { readEvents } from '../../../tools/rig/read-events.ts';
import { ApiUser, tally } from '../support/api-client.ts';
import { describeEmbedded } from '../support/modes.ts';

const CROWD = 5_000;
const CUSTOMERS = 30;
const env = { ADMIN_TOKEN: 'a-token-for-this-test-only' };

/** Asks for a seat over and over, at once after every answer. */
async function hammer(socket: CrowdSocket, user: string, isOver: () => boolean): Promise<number[]> {
  const statuses: number[] = [];
  while (!isOver()) {
    const seat = 1_001 + Math.floor(Math.random() * 99_000);
    const body = `{"seat_ids":[${seat}]}`;
    const { status, retryAfterS } = await socket.ask(
      requestText({ method: 'PUT', path: '/api/v1/events/crowd/hold', headers: { 'x-user-id': user }, body }),
    );
    statuses.push(status);
    if (status === 503) expect(retryAfterS).toBeGreaterThanOrEqual(1);
  }
  socket.close();
  return statuses;
}

describeEmbedded('thousands who want seats and do not wait', (mode) => {
  it('are refused in part, while everybody who holds seats confirms them and streams go on', async () => {
    const server = await mode.start({ env });
    const created = await fetch(`${server.api}/events/crowd`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${env.ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ title: 'Crowd', venue: 'Field', starts_at: '2035-01-01T19:00:00Z' },
        hall: { rows: 200, seats_per_row: 500 },
      }),
    });
    expect(created.status).toBe(201);
    const abort = new AbortController();
    const stream = await fetch(`${server.api}/events/crowd/stream`, { signal: abort.signal });
    let changesSeen = 0;
    const watching = (async () => {
      for await (const { event } of readEvents(stream)) if (event === 'seat_held') changesSeen++;
    })().catch(() => undefined);
    const customers = Array.from(
      { length: CUSTOMERS },
      (_, i) => new ApiUser(server.api, `cust-${i}`, 'crowd'),
    );
    const held = await Promise.all(customers.map((customer, i) => customer.hold(i + 1)));
    expect(tally(held)).toEqual({ 200: CUSTOMERS });

    const sockets = await connectCrowd(server.url, CROWD, 400);
    let isOver = false;
    const crowd = sockets.map((socket, i) => hammer(socket, `crowd-${i}`, () => isOver));
    const refused = async (importance: string) => {
      const text = await (await fetch(`${server.url}/metrics`)).text();
      const line = new RegExp(`jari_overload_refused_total\\{importance="${importance}"\\} (\\d+)`);
      return Number(line.exec(text)?.[1]);
    };
    await expect.poll(() => refused('take'), { timeout: 60_000, interval: 250 }).toBeGreaterThan(CROWD / 2);
    const seenBefore = changesSeen;
    // One after the other, so that they fall into many moments of the rush.
    const confirmed = [];
    for (const customer of customers) confirmed.push(await customer.confirm(`key-of-${customer.name}`));
    isOver = true;
    const statuses = (await Promise.all(crowd)).flat();

    expect(tally(confirmed)).toEqual({ 201: CUSTOMERS });
    // Whoever was asked to come back has come back. On a machine that is busy with other things it may happen to one.
    expect(await refused('settle')).toBeLessThan((await refused('take')) / 1_000);
    expect(new Set(statuses)).toEqual(new Set([200, 409, 503]));
    expect(changesSeen).toBeGreaterThan(seenBefore);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    abort.abort();
    await watching;
    await server.kill9();
  });
});
