import { expect, it } from 'vitest';
import { ApiUser, tally } from '../support/api-client.ts';
import { describeModes } from '../support/modes.ts';

describeModes('many at once', (mode) => {
  it('gives one seat that 200 users want to exactly one of them', async () => {
    const { api } = await mode.start();
    const users = Array.from({ length: 200 }, (_, i) => new ApiUser(api, `u${i}`));
    const answers = await Promise.all(users.map((user) => user.hold(5)));
    expect(tally(answers)).toEqual({ '200': 1, '409 seat_held': 199 });
    const winner = users[answers.findIndex(({ status }) => status === 200)];
    expect((await winner?.confirm())?.status).toBe(201);
  });

  it('gives 100 first-come users nine different seats, numbered without gaps', async () => {
    const { api } = await mode.start();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => new ApiUser(api, `u${i}`).fcfs()),
    );
    expect(tally(answers)).toEqual({ '200': 9, '409 sold_out': 91 });
    const won = answers.filter(({ status }) => status === 200).map(({ body }) => body);
    won.sort((a, b) => a.sequence - b.sequence);
    expect(won.map(({ sequence, seat }) => [sequence, seat.id])).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [n, n]),
    );
    expect(won.map(({ remaining_seats }) => remaining_seats)).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('answers one confirm that is posted 20 times with one key 20 times alike', async () => {
    const { api } = await mode.start();
    const user = new ApiUser(api, 'ann');
    await user.hold(1, 2);
    const answers = await Promise.all(Array.from({ length: 20 }, () => user.confirm('key-1')));
    expect(tally(answers)).toEqual({ '201': 20 });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const mine = await user.send<{ reservations: unknown[] }>('GET', '/me/reservations');
    expect(mine.body.reservations).toHaveLength(1);
  });

  it('never lets a user have a fifth seat, however many tabs ask at once', async () => {
    const { api } = await mode.start();
    const user = new ApiUser(api, 'ann');
    const asks = Array.from({ length: 50 }, (_, i) => {
      const seat = 1 + (i % 9);
      switch (i % 3) {
        case 0:
          return user.hold(seat, 1 + ((i + 3) % 9));
        case 1:
          return user.confirm(`key-${i}`, [seat]);
        default:
          return user.confirm();
      }
    });
    const answers = await Promise.all<{ status: number }>(asks);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const seats = (await user.seats()).body.seats;
    // Nobody else is there, so that every seat that is not free is this user's.
    expect(seats.filter(({ state }) => state !== 'available').length).toBeLessThanOrEqual(4);
  });
});
