import type { JoinResult } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { as, createTestApp, type Body, type TestApp } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';

let server: TestApp;
afterEach(() => server.close());

const join = async (user: string | undefined, query = '', remoteAddress = '127.0.0.1') => {
  const headers = user === undefined ? {} : as(user);
  const answer = await server.app.inject({
    method: 'POST',
    url: `/fcfs/join${query}`,
    headers,
    remoteAddress,
  });
  return { status: answer.statusCode, body: answer.json<Body<JoinResult>>() };
};

describe('joining the queue', () => {
  it('gives each user one number, however often they ask at once', async () => {
    server = await createTestApp();
    const answers = await Promise.all(Array.from({ length: 6 }, () => join('ann', '?event=default&ttl=900')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ success: false, reason: 'duplicate', queue_number: 1 });
    expect((await join('bob')).body).toEqual({
      success: true,
      event: 'default',
      queue_number: 2,
      expires_in_ms: 900_000,
    });
  });

  it('can be done again when the time is up', async () => {
    server = await createTestApp();
    await join('ann', '?ttl=10');
    server.clock.advance(9_999);
    expect((await join('ann')).status).toBe(409);
    server.clock.advance(1);
    expect((await join('ann')).body.queue_number).toBe(2);
  });

  it('counts for each event by itself, and not for one that does not exist', async () => {
    server = await createTestApp({ events: [smallEvent(), smallEvent({ eventId: 'gala' })] });
    await join('ann');
    expect((await join('ann', '?event=gala')).body).toMatchObject({ event: 'gala', queue_number: 1 });
    expect((await join('ann', '?event=nope')).status).toBe(404);
  });

  it('is refused without a user and with a wrong event or time', async () => {
    server = await createTestApp();
    expect((await join(undefined)).body.reason).toBe('missing_user');
    const wrong = [
      '?event=',
      '?event=No%20pe',
      '?ttl=0',
      '?ttl=-1',
      '?ttl=86401',
      '?ttl=1.5',
      '?ttl=abc',
      '?ttl=',
      '?ttl=1e3',
      '?ttl=5&ttl=6',
      '?foo=1',
    ];
    for (const query of wrong) {
      const { status, body } = await join('ann', query);
      expect([query, status, body.reason]).toEqual([query, 400, 'validation']);
    }
    expect((await join('ann', '?ttl=86400')).status).toBe(200);
  });

  it('is refused from an address that has joined, only where that is asked for', async () => {
    server = await createTestApp({ settings: { admissionIpCheck: true, trustUserHeader: 'always' } });
    expect((await join('ann', '', '10.0.0.7')).status).toBe(200);
    expect((await join('bob', '', '10.0.0.7')).body.reason).toBe('duplicate');
    expect((await join('bob', '', '10.0.0.8')).status).toBe(200);
    await server.close();
    server = await createTestApp({ settings: { trustUserHeader: 'always' } });
    await join('ann', '', '10.0.0.7');
    expect((await join('bob', '', '10.0.0.7')).status).toBe(200);
  });
});
