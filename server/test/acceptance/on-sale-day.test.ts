import { judgeScans, readTicket, type Scan } from '@jari/contract';
import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { PersonalReader } from '../../../tools/rig/personal-reader.ts';
import { ApiUser } from '../support/api-client.ts';
import { describeModes } from '../support/modes.ts';
import { House } from '../support/house.ts';
import { planOf, seatsInRow } from '../support/plans.ts';

const EVENT = 'gala';
const TOKEN = 'on-sale-day-owner-token-0123456789';

/** Three hundred seats: stalls in twelve rows of twenty, and a balcony of three. */
const plan = planOf(
  [
    { name: 'Stalls', rows: rowsOf(12, 0, 'Stalls') },
    { name: 'Balcony', rows: rowsOf(3, 14, 'Balcony') },
  ],
  { name: 'The house' },
);

function rowsOf(count: number, y: number, category: string) {
  return Array.from({ length: count }, (_, r) => ({
    name: String.fromCharCode(65 + r),
    category,
    seats: seatsInRow(20, y + r),
  }));
}

describeModes('a whole on-sale day, from an empty ledger', (mode) => {
  it('can be run by an organiser, a desk and two doors, and proves itself afterwards', async () => {
    const server = await mode.start({ env: { ADMIN_TOKEN: TOKEN } });
    const owner = new House(server.api, TOKEN);

    // The owner draws a hall, prices it, and lets others in.
    const kept = await owner.send<{ plan: { id: string; seat_count: number } }>('POST', '/admin/plans', plan);
    expect(kept.body.plan.seat_count).toBe(300);
    const day = 86_400_000;
    await owner.send('PUT', `/events/${EVENT}`, {
      title: { ko: '갈라', en: 'Gala' },
      venue: { ko: '극장', en: 'The house' },
      starts_at: new Date(Date.now() + day).toISOString(),
      sale_opens_at: new Date(Date.now() + day / 2).toISOString(),
      plan: kept.body.plan.id,
      currency: 'KRW',
      prices: { Stalls: 90_000, Balcony: 50_000 },
      rules: { max_seats_per_user: 4 },
    });
    const desk = await owner.employ('kim', 'desk');
    const doors = await Promise.all([owner.employ('door-a', 'door'), owner.employ('door-b', 'door')]);
    expect((await doors[0].send('POST', `/admin/events/${EVENT}/sale`, { state: 'open' })).status).toBe(403);

    // Nobody has a seat before the sale is opened.
    const early = new ApiUser(server.api, 'early', EVENT);
    expect((await early.hold(1)).body.reason).toBe('not_on_sale');
    await owner.send('POST', `/admin/events/${EVENT}/sale`, { state: 'open' });

    // Sixty people buy a seat each, at once.
    const buyers = Array.from({ length: 60 }, (_, i) => new ApiUser(server.api, `buyer-${i + 1}`, EVENT));
    const bought = await Promise.all(
      buyers.map(async (buyer, i) => {
        expect((await buyer.hold(i + 1)).status).toBe(200);
        return (await buyer.confirm(randomUUID())).body.reservation;
      }),
    );

    // Somebody squats; they lose what they hold, and are told why.
    const squatter = new ApiUser(server.api, 'squatter', EVENT);
    expect((await squatter.hold(101, 102, 103, 104)).status).toBe(200);
    const told = await PersonalReader.open(`${server.api}/me/stream`, { 'x-user-id': 'squatter' });
    const reason = 'Four seats kept by a program.';
    const released = await owner.send('POST', `/admin/events/${EVENT}/holds/release`, {
      seat_ids: [101, 102, 103, 104],
      reason,
    });
    expect(released.body).toMatchObject({ seat_ids: [101, 102, 103, 104] });
    expect((await told.until('hold_ended_by_organiser')).data).toMatchObject({
      event: EVENT,
      seat_ids: [101, 102, 103, 104],
    });
    told.close();
    await owner.send('POST', `/events/${EVENT}/seats/block`, { seat_ids: [101, 102] });

    // A caller buys at the desk, two of them, and another gives a ticket back.
    const caller = { user_name: '박전화', phone: '010-2222-3333', seat_ids: [241, 242] };
    const sold = await desk.send<{ reservation: { code: string } }>(
      'POST',
      `/admin/events/${EVENT}/reservations`,
      caller,
    );
    expect(sold.status).toBe(201);
    const found = await desk.send<{ reservations: { code: string; phone: string }[] }>(
      'GET',
      `/admin/events/${EVENT}/reservations?q=${encodeURIComponent('010-2222-3333')}`,
    );
    expect(found.body.reservations.map(({ code }) => code)).toEqual([sold.body.reservation.code]);
    expect(found.text).not.toContain('박전화');
    await desk.send('DELETE', `/admin/events/${EVENT}/reservations/${bought[59]?.id}`, { reason: 'Ill.' });

    // The books of the day.
    const figures = await desk.send<{ seats: object; revenue: number }>(
      'GET',
      `/admin/events/${EVENT}/figures`,
    );
    expect(figures.body).toMatchObject({
      seats: { total: 300, reserved: 61, held: 0, blocked: 2, available: 237 },
      revenue: 59 * 90_000 + 2 * 50_000,
    });

    // Fifty tickets at two doors without a network; one of them at both.
    const tickets = await Promise.all(
      buyers
        .slice(0, 50)
        .map(async (buyer, i) => (await buyer.reservation(bought[i]?.id ?? '')).body.reservation.ticket),
    );
    const { keys } = (
      await doors[0].send<{ keys: { id: string; public_key: string }[] }>('GET', '/tickets/keys')
    ).body;
    const scans = tickets.map((text) => {
      const ticket = readTicket(text ?? '');
      const x = keys.find(({ id }) => id === ticket?.keyId)?.public_key;
      if (ticket === undefined || x === undefined) throw new Error('no ticket that the door can read');
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      expect(verify(null, Buffer.from(ticket.signedText), key, ticket.signature)).toBe(true);
      return {
        scan_id: randomUUID(),
        reservation: ticket.reservation,
        count: 1,
        at: new Date().toISOString(),
      };
    });
    const double = { ...scans[0], scan_id: randomUUID(), at: new Date(Date.now() + 1_000).toISOString() };
    const sync = (door: House, name: string, entries: object[]) =>
      door.send('POST', `/admin/events/${EVENT}/entries`, {
        door: name,
        device: name.replace(' ', '-'),
        sent_at: new Date().toISOString(),
        entries,
      });
    // They come back in any order, and one sends twice because it missed the answer.
    await sync(doors[1], 'Door B', [...scans.slice(25), double]);
    await sync(doors[0], 'Door A', scans.slice(0, 25));
    await sync(doors[0], 'Door A', scans.slice(0, 25));
    const { entries } = (
      await doors[0].send<{ entries: { scan_id: string; reservation: number; count: number; at: string }[] }>(
        'GET',
        `/admin/events/${EVENT}/entries`,
      )
    ).body;
    expect(entries).toHaveLength(51);
    const ofFirst = entries.filter(({ reservation }) => reservation === scans[0]?.reservation);
    const judged = judgeScans(
      ofFirst.map(({ scan_id: scanId, count, at }): Scan => ({ scanId, count, at: Date.parse(at) })),
      1,
    );
    expect(judged).toMatchObject({ admitted: 1, doubled: 1 });

    // What Excel opens, and what proves the day.
    const csv = await owner.send('GET', `/admin/events/${EVENT}/reservations.csv`);
    expect(csv.text.trimEnd().split('\n').length).toBeGreaterThanOrEqual(62);
    await owner.send('POST', `/admin/events/${EVENT}/sale`, { state: 'closed' });
    expect((await early.hold(200)).body.reason).toBe('not_on_sale');
    expect(await owner.findingsInLog(EVENT)).toEqual([]);
  });
});
