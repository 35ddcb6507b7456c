import type { EventDetails, EventInput } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEvent } from '#lib/admin/event-form/create-event.ts';
import { FakeServer, refusal } from '../support/fake-server.ts';

const kept: EventInput = {
  title: { ko: '한여름 밤의 꿈', en: 'A Midsummer Night’s Dream' },
  venue: '자리 소극장',
  starts_at: '2031-06-21T10:30:00.000Z',
  ends_at: null,
  sale_opens_at: null,
  sale_closes_at: null,
  plan: 'a'.repeat(32),
  currency: 'EUR',
  prices: { Stalls: 5_550, Balcony: 3_000 },
  rules: {
    ...{ hold_ttl_seconds: 90, hold_extensions: 0, max_seats_per_user: 6 },
    ...{ no_single_seats: true, personal_data_days: 7 },
  },
  waiting_room: null,
};
const input: EventInput = { ...kept, sale_paused: true };
const made = {
  ...{ ...kept, id: 'dream', sale: 'paused', hall: null, time_zone: 'Asia/Seoul' },
  ...{ plan: { id: 'a'.repeat(32), seat_count: 200 }, prices: { Balcony: 3_000, Stalls: 5_550 } },
  server_time: '2031-01-01T00:00:00.000Z',
};

let server: FakeServer;
let event: object | undefined;
beforeEach(() => {
  event = undefined;
  server = new FakeServer().on(/GET \/events\/dream$/, () => (event ? [200, event] : [404]));
});
afterEach(() => void vi.unstubAllGlobals());

describe('A new event', () => {
  it('is made by a try whose answer got lost, and the next one is told so', async () => {
    let tries = 0;
    server.on(/PUT \/events\/dream$/, () => {
      if (++tries > 1) return [412, refusal('changed_meanwhile')];
      event = made;
      return 'lost';
    });
    expect(await createEvent('dream', input)).toMatchObject({ failure: { kind: 'unreachable' } });
    const again = await createEvent('dream', input);
    expect(again.ok && (again.value satisfies EventDetails).id).toBe('dream');
  });

  it('is refused where there is another one of its name, or nobody says which', async () => {
    server.on(/PUT \/events\/dream$/, () => [412, refusal('changed_meanwhile')]);
    for (const there of [{ ...made, venue: '대극장' }, undefined]) {
      event = there;
      const outcome = await createEvent('dream', input);
      expect(outcome).toMatchObject({ failure: { problem: { reason: 'changed_meanwhile' } } });
    }
  });
});
