import { bytesOf, readTicket, type ReadTicket } from '@jari/contract/ticket-text';

/** As `GET /tickets/keys` gives them. */
export interface PublicKey {
  readonly id: string;
  readonly public_key: string;
}

/**
 * What a text is: `genuine` by one of our keys, `forged` by none of them though it names one, or `unknown_key` where this
 * phone has not heard of the key, or has nothing to check it by. Undefined: no ticket at all.
 */
export type CheckedTicket = {
  readonly is: 'genuine' | 'forged' | 'unknown_key';
  readonly ticket: ReadTicket;
};

/** Checks without a network. */
export async function checkTicket(
  text: string,
  keys: readonly PublicKey[],
): Promise<CheckedTicket | undefined> {
  const ticket = readTicket(text);
  if (ticket === undefined) return undefined;
  const key = keys.find(({ id }) => id === ticket.keyId);
  if (key === undefined) return { is: 'unknown_key', ticket };
  const signed = new TextEncoder().encode(ticket.signedText);
  try {
    const isGenuine = await verify(bytesOf(key.public_key), ticket.signature, signed);
    return { is: isGenuine ? 'genuine' : 'forged', ticket };
  } catch {
    // A page by http may not compute hashes, and an old phone may have lost the network before it had the library.
    return { is: 'unknown_key', ticket };
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

async function verify(publicKey: Bytes, signature: Bytes, signed: Bytes): Promise<boolean> {
  const { subtle } = globalThis.crypto;
  try {
    const key = await subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return await subtle.verify('Ed25519', key, signature, signed);
  } catch {
    // Phones from before 2025 do not know the curve.
    const { verifyAsync } = await import('@noble/ed25519');
    return verifyAsync(signature, signed, publicKey);
  }
}
