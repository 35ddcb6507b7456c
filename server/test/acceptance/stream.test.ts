import { expect, it } from 'vitest';
import { ApiUser } from '../support/api-client.ts';
import { describeModes } from '../support/modes.ts';
import { StreamReader, type StreamEvent } from '../support/stream-reader.ts';

/** The number in a position `<epoch>.<check>:<sequence>`. */
const numberOf = ({ id }: StreamEvent) => id?.split(':')[1];

describeModes('watching the hall', (mode) => {
  it('shows a snapshot, then every change with its number', async () => {
    const { api } = await mode.start();
    const stream = await StreamReader.open(`${api}/events/default/stream`);
    const ann = new ApiUser(api, 'ann');
    await ann.hold(5);
    await ann.confirm();
    await stream.until(({ event }) => event === 'seat_reserved');
    expect(stream.events.map((each) => [each.event, numberOf(each)])).toEqual([
      ['snapshot', '0'],
      ['seat_held', '1'],
      ['seat_reserved', '2'],
    ]);
    expect(stream.events[1]?.data).toEqual({ sequence: 1, cause: 'held', state: 'held', seat_ids: [5] });
    stream.close();
  });

  it('resumes where it was across a kill -9 of the server', async () => {
    const first = await mode.start();
    const stream = await StreamReader.open(`${first.api}/events/default/stream`);
    await new ApiUser(first.api, 'ann').hold(5);
    const { id: position } = await stream.until((each) => numberOf(each) === '1');
    await new ApiUser(first.api, 'bob').hold(6);
    await first.kill9();

    const second = await mode.start(mode.again(first));
    await new ApiUser(second.api, 'cem').hold(7);
    const resumed = await StreamReader.open(`${second.api}/events/default/stream`, position);
    await resumed.until((each) => numberOf(each) === '3');
    expect(resumed.events.map((each) => [each.event, numberOf(each)])).toEqual([
      ['seat_held', '2'],
      ['seat_held', '3'],
    ]);
    resumed.close();
    // A client of the version before knew only the number, which says nothing about whose history it is of.
    const old = await StreamReader.open(`${second.api}/events/default/stream`, '1');
    const { event, data } = await old.until((each) => numberOf(each) === '3');
    expect([event, (data as { sequence: number }).sequence]).toEqual(['snapshot', 3]);
    old.close();
  });

  it('announces an expired hold without anybody asking, and never before its time', async () => {
    const { api } = await mode.start({ env: { HOLD_TTL_SECONDS: '1' } });
    const stream = await StreamReader.open(`${api}/events/default/stream`);
    await stream.until(({ event }) => event === 'snapshot');
    const askedAt = performance.now();
    await new ApiUser(api, 'ann').hold(5);
    const freed = await stream.until(({ event }) => event === 'seat_released');
    expect(freed.data).toMatchObject({ cause: 'expired', state: 'available', seat_ids: [5] });
    expect(freed.readAt - askedAt).toBeGreaterThanOrEqual(1_000);
    stream.close();
  });
});
