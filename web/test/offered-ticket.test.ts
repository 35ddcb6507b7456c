import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Offered } from '#lib/give/offered.svelte.ts';
import { FakeServer, later, refusal, type Said } from './support/fake-server.ts';

const PHONE = '010-1234-5678';
let server: FakeServer;
let led: unknown[];
let offer: Offered;

const ticketOf = (label: string) => ({
  ...{ event: 'gala', seats: [{ label, section: null }] },
  ...{ expires_at: '2031-01-01T00:00:00.000Z', is_mine: false },
});
const seatShown = () => offer.ticket?.seats[0]?.label;

beforeEach(() => {
  led = [];
  server = new FakeServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/POST \/transfers\/look/, () => [200, ticketOf('A1')]);
  offer = new Offered((id) => led.push(id));
});
afterEach(() => void vi.unstubAllGlobals());

describe('Whoever takes an offered ticket', () => {
  it('is led to it, and nowhere once they have left the page', async () => {
    server.on(/POST \/transfers\/accept/, () => [200, { reservation: { id: 'gala.7' } }]);
    await offer.look('token');
    await offer.accept('김하늘', PHONE);
    expect(led).toEqual(['gala.7']);
    const answer = later<Said>();
    server.on(/POST \/transfers\/accept/, () => answer.promise);
    offer = new Offered((id) => led.push(id));
    await offer.look('other');
    const accepting = offer.accept('김하늘', PHONE);
    offer.leave();
    answer.come([200, { reservation: { id: 'gala.8' } }]);
    await accepting;
    expect(led).toEqual(['gala.7']);
  });

  it.each([
    ['user_name', { name: 'name_wrong' }],
    ['phone', { phone: 'phone_wrong' }],
  ])('is told which of the two the server does not take: %s', async (field, faults) => {
    const errors = [{ field, message: 'is wrong' }];
    server.on(/POST \/transfers\/accept/, () => [422, refusal('validation', { errors })]);
    await offer.look('token');
    await offer.accept('김하늘', PHONE);
    expect([offer.faults, offer.isSending, led]).toEqual([faults, false, []]);
  });

  it('sees the ticket of the link that they opened last in this tab', async () => {
    const slow = later<Said>();
    server.on(/POST \/transfers\/look/, () => slow.promise);
    const looking = offer.look('first');
    server.on(/POST \/transfers\/look/, () => [200, ticketOf('B2')]);
    await offer.look('second');
    slow.come([200, ticketOf('A1')]);
    await looking;
    expect([offer.token, seatShown()]).toEqual(['second', 'B2']);
  });

  it('sees no ticket of a link before, which they could take no more', async () => {
    await offer.look('first');
    expect(seatShown()).toBe('A1');
    const slow = later<Said>();
    server.on(/POST \/transfers\/look/, () => slow.promise);
    const looking = offer.look('second');
    expect(offer.ticket).toBeUndefined();
    slow.come('lost');
    await looking;
    expect([offer.ticket, offer.failure?.kind]).toEqual([undefined, 'unreachable']);
  });
});
