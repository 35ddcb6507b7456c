import type { Guest } from '@jari/contract';
import { ticketPayload, type TicketFacts } from '@jari/contract/ticket-text';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DoorBook } from '../src/lib/door/door-book.ts';
import { checkTicket } from '../src/lib/door/ticket-check.ts';
import { isAtOnce, judgeCode, judgeTicket } from '../src/lib/door/verdict.ts';

const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
const base64url = (bytes: ArrayBuffer | Uint8Array<ArrayBuffer>) =>
  Buffer.from(new Uint8Array(bytes)).toString('base64url');
const keys = [{ id: 'k1', public_key: base64url(await crypto.subtle.exportKey('raw', pair.publicKey)) }];
const FACTS = { keyId: 'k1', eventId: 'tonight', reservation: 1, code: '7KQ4M-2XF8T', seatIds: [1] };

async function ticketOf(given: Partial<TicketFacts> = {}): Promise<string> {
  const payload = Buffer.from(ticketPayload({ ...FACTS, ...given })).toString('base64url');
  const text = `JARI1.${payload}`;
  const signed = await crypto.subtle.sign('Ed25519', pair.privateKey, new TextEncoder().encode(text));
  return `${text}.${base64url(signed)}`;
}

const GUEST: Guest = {
  ...{ reservation: 1, origin: 1, code: FACTS.code, name: '김하늘', state: 'active' },
  seats: [{ label: 'A1', section: null }],
};
const bookOf = (...guests: Guest[]) => {
  const book = new DoorBook();
  book.putGuests(guests);
  return book;
};
const judge = async (text: string, book = bookOf(GUEST)) =>
  judgeTicket(await checkTicket(text, keys), 'tonight', book);

afterEach(() => void vi.unstubAllGlobals());

describe('a ticket at the door', () => {
  it('is no yes and no forgery where the phone has nothing to check it by, as on a page by http', async () => {
    const text = await ticketOf();
    vi.stubGlobal('crypto', {});
    expect(await judge(text)).toEqual({ kind: 'unknown_key' });
  });

  it('is welcome once, and the second time is told when and where the first was', async () => {
    const book = bookOf(GUEST);
    const first = await judge(await ticketOf(), book);
    expect(first).toMatchObject({ kind: 'welcome', guest: GUEST, isProven: true });
    expect(isAtOnce(first)).toBe(true);
    book.putOwn([{ scanId: 'a', reservation: 1, count: 1, door: 'Door B', at: 7 }]);
    const second = await judge(await ticketOf(), book);
    expect(second).toMatchObject({
      kind: 'already_in',
      standing: { scans: [{ scan: { door: 'Door B', at: 7 } }] },
    });
  });

  it('of a party lets in a part of it, and the rest later', async () => {
    const seats = ['A1', 'A2', 'A3', 'A4'].map((label) => ({ label, section: null }));
    const book = bookOf({ ...GUEST, seats });
    book.putOwn([{ scanId: 'a', reservation: 1, count: 2, door: 'Door A', at: 1 }]);
    const verdict = await judge(await ticketOf({ seatIds: [1, 2, 3, 4] }), book);
    expect(verdict).toMatchObject({ kind: 'welcome', standing: { seats: 4, admitted: 2, left: 2 } });
    expect(isAtOnce(verdict)).toBe(false);
  });

  it('that was sold after the list was read is welcome by its signature', async () => {
    const text = await ticketOf({ reservation: 99, seatIds: [7, 8] });
    expect(await judge(text)).toMatchObject({ kind: 'welcome', guest: undefined, standing: { left: 2 } });
  });

  it('whose number somebody else has by now, as after a restored backup, takes nobody’s place', async () => {
    const lost = await ticketOf({ code: '3NM8P-5RTWX' });
    expect(await judge(lost)).toEqual({ kind: 'not_found', code: '3NM8P-5RTWX' });
  });

  it.each(['cancelled', 'transferred'] as const)('that was %s is refused for that', async (state) => {
    expect(await judge(await ticketOf(), bookOf({ ...GUEST, state }))).toMatchObject({ kind: state });
  });

  it('of another evening says of which', async () => {
    expect(await judge(await ticketOf({ eventId: 'tomorrow' }))).toMatchObject({
      kind: 'other_event',
      eventId: 'tomorrow',
    });
  });

  it('that was changed, or signed by somebody else, is forged', async () => {
    const [genuine, other] = [await ticketOf(), await ticketOf({ reservation: 2 })];
    const mixed = `${other.slice(0, other.lastIndexOf('.'))}${genuine.slice(genuine.lastIndexOf('.'))}`;
    expect(await judge(mixed)).toEqual({ kind: 'forged' });
    expect(await judge(await ticketOf({ keyId: 'k2' }))).toEqual({ kind: 'unknown_key' });
    expect(await judge('https://example.org')).toEqual({ kind: 'no_ticket' });
  });

  it('is checked on phones whose browser does not know the signature, too', async () => {
    const { subtle } = crypto;
    const importKey = subtle.importKey.bind(subtle);
    subtle.importKey = () => Promise.reject(new DOMException('unknown', 'NotSupportedError'));
    try {
      expect(await judge(await ticketOf())).toMatchObject({ kind: 'welcome' });
      const text = await ticketOf();
      const forged = text.replace(/.$/, text.endsWith('A') ? 'Q' : 'A');
      expect(await judge(forged)).toEqual({ kind: 'forged' });
    } finally {
      subtle.importKey = importKey;
    }
  });

  it('whose code is read aloud is found, but nobody walks through with it', () => {
    const verdict = judgeCode(' 7kq4m 2xf8t ', bookOf(GUEST));
    expect(verdict).toMatchObject({ kind: 'welcome', isProven: false });
    expect(isAtOnce(verdict)).toBe(false);
    expect(judgeCode('00000-00000', bookOf(GUEST))).toMatchObject({ kind: 'not_found' });
    expect(judgeCode('hello', bookOf(GUEST))).toEqual({ kind: 'no_ticket' });
  });
});
