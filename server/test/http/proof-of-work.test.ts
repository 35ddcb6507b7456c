import type { EventDetails, JoinResult, WorkChallenge } from '@jari/contract';
import { WorkSearch } from '@jari/contract/proof-of-work';
import { afterEach, describe, expect, it } from 'vitest';
import { as, asAdmin } from '../support/app.ts';
import { ROOM, waitingRoomUnderTest } from '../support/waiting-room.ts';

const room = waitingRoomUnderTest();
const { call, leave, open, put, status } = room;
afterEach(() => room.server.close());

const BITS = 9;
const start = async () => {
  await open();
  await put({ waiting_room: { ...ROOM, proof_of_work_bits: BITS } });
};
const challenge = (user: string) => call<WorkChallenge>('GET', '/fcfs/challenge?event=gala', as(user));
const prove = async (user: string, bits = BITS) => {
  const { body } = await challenge(user);
  return new WorkSearch(body.challenge, bits).look(10_000_000) ?? '';
};
const joinWith = (user: string, work: string) =>
  call<JoinResult>('POST', `/fcfs/join?event=gala&work=${encodeURIComponent(work)}`, as(user));

describe('a waiting room that takes work', () => {
  it('says so to everybody, and gives a challenge to each', async () => {
    await start();
    expect(await status()).toMatchObject({ proof_of_work_bits: BITS });
    const { body, headers } = await challenge('ann');
    expect(body).toMatchObject({ success: true, event: 'gala', expires_in_ms: 600_000 });
    expect(headers['cache-control']).toBe('no-store');
    expect((await challenge('bob')).body.challenge).not.toBe(body.challenge);
    expect((await call('GET', '/fcfs/challenge?event=gala')).body.reason).toBe('missing_user');
  });

  it('gives a number to who has done it, once, and to nobody with another’s', async () => {
    await start();
    const refused = await joinWith('ann', 'anything');
    expect([refused.status, refused.body.reason]).toEqual([428, 'challenge_required']);
    expect(refused.body.detail).toContain('GET /fcfs/challenge');
    expect((await room.join('ann')).body.reason).toBe('challenge_required');
    const mine = await prove('ann');
    expect((await joinWith('bob', mine)).body.reason).toBe('challenge_required');
    expect((await joinWith('ann', mine)).body).toMatchObject({ success: true, queue_number: 1 });
    expect((await joinWith('ann', mine)).body).toMatchObject({ reason: 'duplicate', queue_number: 1 });
    await leave('ann');
    expect((await joinWith('ann', mine)).body.reason).toBe('challenge_required');
    // Challenges of the same second are the same; the next one is another.
    room.server.clock.advance(1_000);
    expect((await joinWith('ann', await prove('ann'))).body).toMatchObject({ queue_number: 2 });
  });

  it('may be made harder and easier by the organiser while people come', async () => {
    await start();
    const easy = await prove('ann', 1);
    expect((await joinWith('ann', easy)).body.reason).toBe('challenge_required');
    const patched = await call<EventDetails>('PATCH', '/api/v1/events/gala/waiting-room', asAdmin, {
      proof_of_work_bits: 1,
    });
    expect(patched.body.waiting_room).toEqual({ ...ROOM, proof_of_work_bits: 1 });
    expect((await joinWith('ann', easy)).status).toBe(200);
    await put();
    expect((await status()).proof_of_work_bits).toBe(0);
    expect((await room.join('bob')).status).toBe(200);
  });

  it('asks for no more than 24 bits', async () => {
    await open();
    for (const bits of [25, -1, 1.5]) {
      const { status: code } = await put({ waiting_room: { ...ROOM, proof_of_work_bits: bits } });
      expect(code).toBe(400);
    }
  });
});
