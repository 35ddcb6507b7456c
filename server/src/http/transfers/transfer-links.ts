import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

/** A reservation that its owner gives to whoever has the link. */
export interface TransferFacts {
  readonly eventId: string;
  /** The sequence of the change that made the reservation. */
  readonly reservation: number;
  /**
   * When it was made, for a ledger that has gone back gives its number to another. Undefined in a link of a server that
   * did not write it down yet.
   */
  readonly madeAtMs: number | undefined;
  /** By the wall clock, in milliseconds since the epoch. */
  readonly endsAtMs: number;
}

type Made = TransferFacts & { readonly madeAtMs: number };

const LINK =
  /^(t1\.([a-z0-9][a-z0-9_-]{0,63})\.([1-9][0-9]{0,14})\.(?:([0-9]{1,15})\.)?([0-9]{1,15}))\.([\w-]{43})$/;

/**
 * Links by which a ticket is given away. They are kept nowhere: what they are good for is the reservation as it is now,
 * so that cancelling it, or taking it over, makes all links to it void.
 *
 *   "t1." + event "." + reservation "." + made in ms "." + end in ms
 *   + "." + base64url HMAC-SHA256(secret, "jari-transfer-v1\n" + that)
 *
 * The first secret signs, all verify.
 */
export class TransferLinks {
  private readonly keys: readonly KeyObject[];

  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) => createSecretKey(Buffer.from(secret)));
  }

  write({ eventId, reservation, madeAtMs, endsAtMs }: Made): string {
    const [key] = this.keys;
    if (key === undefined) throw new Error('there is no secret to sign links with');
    const text = `t1.${eventId}.${reservation}.${Math.floor(madeAtMs)}.${Math.floor(endsAtMs)}`;
    return `${text}.${sign(key, text).toString('base64url')}`;
  }

  /** Undefined for a link that is not ours; whether it is over is not asked. */
  read(token: string): TransferFacts | undefined {
    const match = LINK.exec(token);
    if (match === null) return undefined;
    const [, text = '', eventId = '', reservation, madeAt, endsAtMs, mac = ''] = match;
    const given = Buffer.from(mac, 'base64url');
    if (!this.keys.some((key) => timingSafeEqual(given, sign(key, text)))) return undefined;
    const madeAtMs = madeAt === undefined ? undefined : Number(madeAt);
    return { eventId, reservation: Number(reservation), madeAtMs, endsAtMs: Number(endsAtMs) };
  }
}

function sign(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(`jari-transfer-v1\n${text}`).digest();
}
