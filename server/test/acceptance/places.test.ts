import type { LineStatus } from '@jari/contract';
import { expect, it } from 'vitest';
import { describeModes } from '../support/modes.ts';

describeModes('kill -9 while people wait', (mode) => {
  it('keeps every place in line', async () => {
    const env = { ADMIN_TOKEN: 'a-token-for-this-test-only' };
    let server = await mode.start({ env });
    const event = {
      ...{ title: 'Rush', venue: 'Hall', starts_at: '2030-01-01T19:00:00Z' },
      hall: { rows: 2, seats_per_row: 5 },
      waiting_room: {
        ...{ admitted_per_minute: 60, active_max: 1, turn_ttl_seconds: 600 },
        ...{ pre_queue_minutes: 0, order: 'arrival' },
      },
    };
    const created = await fetch(`${server.api}/events/rush`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${env.ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(event),
    });
    expect(created.status).toBe(201);
    const join = async (user: string) => {
      const answer = await fetch(`${server.url}/fcfs/join?event=rush`, {
        method: 'POST',
        headers: { 'x-user-id': user },
      });
      return ((await answer.json()) as { queue_number: number }).queue_number;
    };
    const people = ['ann', 'bob', 'cem', 'dan'];
    for (const [i, user] of people.entries()) expect(await join(user)).toBe(i + 1);
    await server.kill9();
    server = await mode.start(mode.again(server, { env }));
    for (const [i, user] of people.entries()) expect(await join(user)).toBe(i + 1);
    expect(await join('eve')).toBe(5);
    const status = await fetch(`${server.url}/fcfs/status?event=rush`);
    expect(((await status.json()) as LineStatus).joined).toBeGreaterThanOrEqual(4);
  });
});
