import { readTicket, type ReservationResult, type TicketKeys } from '@jari/contract';
import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TicketSigner } from '../../src/http/tickets/ticket-signer.ts';
import { ALICE, as, createTestApp, type TestApp } from '../support/app.ts';

/** As anybody can who has the public keys. */
function isGenuine(text: string, keys: TicketKeys['keys']): boolean {
  const ticket = readTicket(text);
  const key = keys.find(({ id }) => id === ticket?.keyId);
  if (ticket === undefined || key === undefined) return false;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.public_key };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  return verify(null, Buffer.from(ticket.signedText), publicKey, ticket.signature);
}

const publicKeys = (signer: TicketSigner) =>
  signer.publicKeys.map(({ id, publicKey }) => ({ id, public_key: publicKey }));
const FACTS = { eventId: 'gala', reservation: 17, code: '7KQ4M-2XF8T', seatIds: [1, 2] };

describe('A ticket', () => {
  const get = async (server: TestApp, id: string, user: string) =>
    (
      await server.app.inject({ url: `/api/v1/reservations/${id}`, headers: as(user) })
    ).json<ReservationResult>().reservation;

  it('is its owner’s, says which seats it is for, and can be checked by everybody', async ({
    onTestFinished,
  }) => {
    const server = await createTestApp();
    onTestFinished(() => server.close());
    const made = await server.app.inject({
      method: 'POST',
      url: '/api/v1/events/default/reservations',
      headers: as('alice'),
      payload: { ...ALICE, seat_ids: [1, 2] },
    });
    const { id, code, ...rest } = made.json<ReservationResult>().reservation;
    expect(rest).not.toHaveProperty('ticket');
    const { ticket = '' } = await get(server, id, 'alice');
    expect(readTicket(ticket)).toMatchObject({ eventId: 'default', reservation: 1, code, seatIds: [1, 2] });
    const { keys } = (await server.app.inject('/api/v1/tickets/keys')).json<TicketKeys>();
    expect(isGenuine(ticket, keys)).toBe(true);
    // No name and no phone, whoever photographs it.
    expect(Buffer.from(ticket.split('.')[1] ?? '', 'base64url').toString()).not.toMatch(/Alice|1234/);

    await server.app.inject({ method: 'DELETE', url: `/api/v1/reservations/${id}`, headers: as('alice') });
    expect(await get(server, id, 'alice')).not.toHaveProperty('ticket');
  });

  it('is worth nothing with one letter changed, in the payload or in the signature', () => {
    const signer = new TicketSigner(['a-secret-of-some-length']);
    const ticket = signer.write(FACTS);
    for (let i = 6; i < ticket.length; i += 7) {
      const letter = ticket[i] === 'A' ? 'Q' : 'A';
      if (ticket[i] === '.') continue;
      expect(isGenuine(ticket.slice(0, i) + letter + ticket.slice(i + 1), publicKeys(signer))).toBe(false);
    }
  });

  it('stays good while another key takes over, and is the same at all servers', () => {
    const [before, during] = [
      new TicketSigner(['old-secret-0000000']),
      new TicketSigner(['new', 'old-secret-0000000']),
    ];
    const ticket = before.write(FACTS);
    expect(isGenuine(ticket, publicKeys(during))).toBe(true);
    expect(isGenuine(during.write(FACTS), publicKeys(before))).toBe(false);
    expect(new TicketSigner(['old-secret-0000000']).write(FACTS)).toBe(ticket);
  });

  it('is short enough for a square that is read across a counter', () => {
    const ticket = new TicketSigner(['a-secret']).write({ ...FACTS, seatIds: [101, 102, 103, 104] });
    // Version 9 of a QR code at medium correction.
    expect(ticket.length).toBeLessThanOrEqual(180);
  });

  it.each([
    '',
    'JARI1.',
    'JARI1..',
    `JARI1.e30.${'A'.repeat(86)}`,
    `JARI1.!.${'A'.repeat(86)}`,
    '7KQ4M-2XF8T',
  ])('is not what does not have its form: %s', (text) => expect(readTicket(text)).toBeUndefined());
});
