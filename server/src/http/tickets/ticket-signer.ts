import { TICKET_PREFIX, ticketPayload, type TicketFacts } from '@jari/contract';
import { createPrivateKey, createPublicKey, hash, hkdfSync, sign, type KeyObject } from 'node:crypto';

interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  /** 32 bytes in base64url. */
  readonly publicKey: string;
}

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
/** How many letters of its hash name a key: enough for the few that there are at a time. */
const KEY_ID_LETTERS = 6;

/**
 * Signs tickets, so that a door can tell without a network which are genuine. Of several secrets the first signs; the
 * public keys of all are given out, so that tickets from before a change of secrets stay good.
 *
 * A key follows from its secret by HKDF: servers with the same secret have the same keys, and the secret may be one that
 * signs something else as well.
 */
export class TicketSigner {
  private readonly keys: readonly SigningKey[];
  private readonly first: SigningKey;

  constructor(secrets: readonly string[]) {
    this.keys = secrets.map(keyOf);
    const [first] = this.keys;
    if (first === undefined) throw new Error('Tickets need a secret.');
    this.first = first;
  }

  get publicKeys(): readonly { readonly id: string; readonly publicKey: string }[] {
    return this.keys.map(({ id, publicKey }) => ({ id, publicKey }));
  }

  write(facts: Omit<TicketFacts, 'keyId'>): string {
    const { id, privateKey } = this.first;
    const payload = Buffer.from(ticketPayload({ ...facts, keyId: id })).toString('base64url');
    const text = `${TICKET_PREFIX}${payload}`;
    return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
  }
}

function keyOf(secret: string): SigningKey {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'jari-ticket-key-v1', 32));
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x: publicKey } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (publicKey === undefined) throw new Error('an Ed25519 key without its public half');
  const id = hash('sha256', publicKey, 'base64url').slice(0, KEY_ID_LETTERS);
  return { id, privateKey, publicKey };
}
