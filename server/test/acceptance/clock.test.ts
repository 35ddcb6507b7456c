import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ApiUser } from '../support/api-client.ts';
import { describeModes } from '../support/modes.ts';

const faketime = process.env['JARI_FAKETIME_LIB'];
if (faketime === undefined && process.env['CI'] === 'true') throw new Error('CI needs JARI_FAKETIME_LIB');
const reason = faketime === undefined ? ' (skipped: JARI_FAKETIME_LIB is not set)' : '';

describeModes('a server whose clock is wrong', (mode) => {
  it.skipIf(faketime === undefined).each(['+5m', '-5m'])(
    `lets holds live exactly their time, clock at %s${reason}`,
    async (clock) => {
      const { api } = await mode.start({ clock, env: { HOLD_TTL_SECONDS: '3' } });
      const ann = new ApiUser(api, 'ann');
      const bob = new ApiUser(api, 'bob');
      const askedAt = performance.now();
      const held = await ann.hold(5);
      const answeredAt = performance.now();
      expect(held.body.expires_in_ms).toBeGreaterThan(2_500);
      expect(held.body.expires_in_ms).toBeLessThanOrEqual(3_000);

      let freedAt = 0;
      while (freedAt === 0) {
        expect(performance.now() - answeredAt).toBeLessThan(10_000);
        const before = performance.now();
        if ((await bob.hold(5)).status === 200) freedAt = performance.now();
        // Whoever got the seat cannot have got it before Ann's time was over.
        if (freedAt > 0) expect(freedAt - askedAt).toBeGreaterThanOrEqual(3_000);
        else expect(before - answeredAt).toBeLessThan(4_000);
        // As often as somebody may ask who waits for the seat.
        await delay(25);
      }
      expect((await ann.confirm()).body.reason).toBe('hold_expired');
    },
  );

  it.skipIf(faketime === undefined)(
    `keeps a hold whose server is replaced by one five minutes ahead${reason}`,
    async () => {
      const first = await mode.start({ env: { HOLD_TTL_SECONDS: '60' } });
      await new ApiUser(first.api, 'ann').hold(5);
      await first.kill9();
      const isEmbedded = !first.output.includes('PostgreSQL');
      const second = await mode.start(mode.again(first, { clock: '+5m', env: { HOLD_TTL_SECONDS: '60' } }));
      const found = await new ApiUser(second.api, 'ann').myHold();
      // The embedded ledger has no clock but this machine's: set forward by five minutes, the hold is over.
      if (isEmbedded) expect(found.status).toBe(204);
      else expect(found.body.seat_ids).toEqual([5]);
    },
  );
});
