import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { as } from '../support/app.ts';
import { PersonalReader } from '../../../tools/rig/personal-reader.ts';
import { ROOM, waitingRoomUnderTest } from '../support/waiting-room.ts';

const room = waitingRoomUnderTest();
const readers: PersonalReader[] = [];

afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await room.server.close();
});

async function open(): Promise<void> {
  await room.start({ waiting_room: { ...ROOM, active_max: 1 } });
  await room.server.app.listen({ host: '127.0.0.1', port: 0 });
}

async function watch(user: string): Promise<PersonalReader> {
  const { port } = room.server.app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/api/v1/me/stream?event=gala`;
  const reader = await PersonalReader.open(url, as(user));
  readers.push(reader);
  return reader;
}

describe('the stream about oneself, in an event with a waiting room', () => {
  it('tells on every device that the turn has come, and nobody before', async () => {
    await open();
    await room.joinAll('ann', 'bob');
    const [phone, laptop] = [await watch('bob'), await watch('bob')];
    const ann = await watch('ann');
    await room.seconds(2);
    expect((await ann.until('turn_has_come')).data).toMatchObject({ event: 'gala', queue_number: 1 });
    expect(phone.events).toEqual([]);
    await room.leave('ann');
    await room.seconds(2);
    for (const reader of [phone, laptop]) {
      const { data } = await reader.until('turn_has_come');
      expect(data).toMatchObject({ event: 'gala', queue_number: 2 });
    }
    expect(ann.events).toHaveLength(1);
  });

  it('tells a device that comes later, too', async () => {
    await open();
    await room.joinAll('ann');
    await room.seconds(2);
    const { data } = await (await watch('ann')).until('turn_has_come');
    expect((data as { expires_in_ms: number }).expires_in_ms).toBeGreaterThan(50_000);
  });
});
