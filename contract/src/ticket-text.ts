/**
 * What a ticket's QR code says: `JARI1.<payload>.<signature>`, payload and signature in base64url.
 *
 * The payload is the JSON of an array, because a square with fewer dots is read from farther away:
 * `[key id, event, reservation, code, [seat ids]]`. The signature is Ed25519 over the ASCII bytes of `JARI1.<payload>`.
 * No name is in it: whoever photographs a ticket learns nothing of its owner.
 */
export const TICKET_PREFIX = 'JARI1.';
const TICKET = /^(JARI1\.([\w-]{1,2000}))\.([\w-]{86})$/;

export interface TicketFacts {
  /** Which of the keys has signed it. */
  readonly keyId: string;
  readonly eventId: string;
  /** The sequence of the change that made the reservation. */
  readonly reservation: number;
  readonly code: string;
  readonly seatIds: readonly number[];
}

/** A ticket that has the form of one. Whether it is genuine only its signature can tell. */
export interface ReadTicket extends TicketFacts {
  readonly signedText: string;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** What a ticket's payload says before it is written in base64url. */
export function ticketPayload({ keyId, eventId, reservation, code, seatIds }: TicketFacts): string {
  return JSON.stringify([keyId, eventId, reservation, code, seatIds]);
}

/** Undefined for whatever is no ticket of this form. */
export function readTicket(text: string): ReadTicket | undefined {
  const match = TICKET.exec(text.trim());
  if (match === null) return undefined;
  const [, signedText = '', payload = '', signature = ''] = match;
  const facts = readPayload(payload);
  if (facts === undefined) return undefined;
  return { ...facts, signedText, signature: bytesOf(signature) };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The bytes of a text in base64url. By hand, because a browser and Node have no way of doing it in common. */
export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((base64url.length * 3) / 4));
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  for (const letter of base64url) {
    bits = ((bits << 6) | LETTERS.indexOf(letter)) & 0xffff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes[at++] = (bits >> bitCount) & 0xff;
  }
  return bytes;
}

function readPayload(payload: string): TicketFacts | undefined {
  let value: unknown;
  try {
    value = JSON.parse(String.fromCharCode(...bytesOf(payload)));
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value.length !== 5) return undefined;
  const [keyId, eventId, reservation, code, seatIds] = value as unknown[];
  const isWhole = [keyId, eventId, code].every((each) => typeof each === 'string') && isNumber(reservation);
  if (!isWhole || !Array.isArray(seatIds) || seatIds.length === 0 || !seatIds.every(isNumber))
    return undefined;
  return {
    keyId: String(keyId),
    eventId: String(eventId),
    reservation,
    code: String(code),
    seatIds,
  };
}

function isNumber(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0;
}
