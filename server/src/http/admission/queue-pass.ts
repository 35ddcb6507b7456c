import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

/** That it is the turn of one user in one event. */
export interface QueuePassFacts {
  readonly eventId: string;
  readonly userId: string;
  /** In the order in which the line is let in. */
  readonly place: number;
  /** By the wall clock, in milliseconds since the epoch. */
  readonly endsAtMs: number;
  /** The event's last change when the turn began: a reservation after it has used the pass up. */
  readonly sequence: number;
}

/**
 * Passes, signed by the server, so that they hold at every instance and while Redis is away.
 *
 *   "q1." + event "." + place "." + end in ms "." + sequence "." + base64url HMAC-SHA256(secret,
 *   "jari-queue-pass-v1\n" + user id + "\n" + all of that)
 *
 * The user stands only in what is signed: a pass is good for nobody else. The first secret signs, all verify.
 */
export class QueuePasses {
  private readonly keys: readonly KeyObject[];

  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) => createSecretKey(Buffer.from(secret)));
  }

  write({ eventId, userId, place, endsAtMs, sequence }: QueuePassFacts): string {
    const text = `q1.${eventId}.${place}.${Math.floor(endsAtMs)}.${sequence}`;
    const [key] = this.keys;
    if (key === undefined) throw new Error('there is no secret to sign passes with');
    return `${text}.${sign(key, userId, text).toString('base64url')}`;
  }

  /** Undefined for a pass that is not ours, not this user's, or not this event's; whether it is over is not asked. */
  read(pass: string, eventId: string, userId: string): QueuePassFacts | undefined {
    const match = /^(q1\.([a-z0-9_-]{1,64})\.([0-9]{1,15})\.([0-9]{1,15})\.([0-9]{1,15}))\.([\w-]{43})$/.exec(
      pass,
    );
    if (match === null) return undefined;
    const [, text = '', event = '', place, endsAtMs, sequence, mac = ''] = match;
    if (event !== eventId) return undefined;
    const given = Buffer.from(mac, 'base64url');
    if (!this.keys.some((key) => timingSafeEqual(given, sign(key, userId, text)))) return undefined;
    return { eventId, userId, place: Number(place), endsAtMs: Number(endsAtMs), sequence: Number(sequence) };
  }
}

function sign(key: KeyObject, userId: string, text: string): Buffer {
  return createHmac('sha256', key).update(`jari-queue-pass-v1\n${userId}\n${text}`).digest();
}
