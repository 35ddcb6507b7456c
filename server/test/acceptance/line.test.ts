import type { MyLine, StoodInLine } from '@jari/contract';
import { expect, it } from 'vitest';
import { ApiUser } from '../support/api-client.ts';
import { describeModes } from '../support/modes.ts';
import { PersonalReader } from '../../../tools/rig/personal-reader.ts';

describeModes('kill -9 while people wait in line', (mode) => {
  it('keeps their places and what they were offered, and goes on with the next', async () => {
    let server = await mode.start();
    const user = (name: string) => new ApiUser(server.api, name);
    const stand = (name: string) =>
      user(name).send<StoodInLine>('PUT', '/events/default/line', { seat_ids: [5] });
    const placesOf = async (name: string) =>
      (await user(name).send<MyLine>('GET', '/events/default/line')).body.places;

    expect((await user('ann').hold(5)).status).toBe(200);
    expect((await stand('bob')).body.place).toBe(1);
    expect((await stand('cem')).body.place).toBe(2);

    await server.kill9();
    server = await mode.start(mode.again(server));
    expect(await placesOf('cem')).toEqual([{ entry: 3, seat_ids: [5], best_available: null, place: 2 }]);
    expect((await user('dan').hold(5)).body.reason).toBe('seat_held');
    const bob = await PersonalReader.open(`${server.api}/me/stream`, { 'x-user-id': 'bob' });
    await user('ann').send('DELETE', '/events/default/hold');
    expect((await bob.until('offered')).data).toMatchObject({ event: 'default', seat_ids: [5] });
    bob.close();

    await server.kill9();
    server = await mode.start(mode.again(server));
    expect((await user('bob').myHold()).body.seat_ids).toEqual([5]);
    expect(await placesOf('bob')).toEqual([]);
    expect((await placesOf('cem'))[0]?.place).toBe(1);
    await user('bob').send('DELETE', '/events/default/hold');
    expect((await user('cem').confirm()).body.reservation.seats.map(({ id }) => id)).toEqual([5]);
  });
});
