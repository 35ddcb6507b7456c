import { leadingZeroBits } from '@jari/contract/proof-of-work';
import { createHmac, createSecretKey, hash, timingSafeEqual, type KeyObject } from 'node:crypto';
import { CHALLENGE_LIFE_MS, type ProvenWork } from '../../ports/admission-store.ts';

const PROOF = /^(w1\.([a-z0-9_-]{1,64})\.([0-9]{1,12}))\.([\w-]{43})\.[0-9A-Za-z]{1,20}$/;
const MARK_LENGTH = 8;

/**
 * Challenges of the proof of work, made and checked without a store, here and by the gateway (work.lua) alike.
 *
 *   challenge   "w1." + event + "." + seconds when it was made + "." + base64url HMAC-SHA256(secret,
 *               "jari-work-v1\n" + user id + "\n" + all of that)
 *   proof       challenge + "." + nonce
 *
 * The user stands only in what is signed: a proof is good for nobody else. The first secret signs, all verify.
 */
export class WorkChallenges {
  private readonly keys: readonly KeyObject[];

  constructor(
    secrets: readonly string[],
    private readonly nowMs: () => number,
  ) {
    this.keys = secrets.map((secret) => createSecretKey(Buffer.from(secret)));
  }

  write(eventId: string, userId: string): string {
    const text = `w1.${eventId}.${Math.floor(this.nowMs() / 1000)}`;
    const [key] = this.keys;
    if (key === undefined) throw new Error('there is no secret to sign challenges with');
    return `${text}.${sign(key, userId, text).toString('base64url')}`;
  }

  /** What a proof proves; undefined when its challenge is not ours, not this user's, not this event's, or too old. */
  read(proof: string, eventId: string, userId: string): ProvenWork | undefined {
    const match = PROOF.exec(proof);
    if (match === null) return undefined;
    const [, text = '', event, madeAtSeconds, mac = ''] = match;
    const ageMs = this.nowMs() - Number(madeAtSeconds) * 1000;
    // Another machine's clock may be a little ahead.
    if (event !== eventId || ageMs >= CHALLENGE_LIFE_MS || ageMs < -CHALLENGE_LIFE_MS) return undefined;
    const given = Buffer.from(mac, 'base64url');
    if (!this.keys.some((key) => timingSafeEqual(given, sign(key, userId, text)))) return undefined;
    return { bits: bitsOf(proof), mark: mac.slice(-MARK_LENGTH) };
  }
}

function bitsOf(proof: string): number {
  const digest = hash('sha256', proof, 'buffer');
  return leadingZeroBits(Array.from({ length: 8 }, (_, i) => digest.readUInt32BE(4 * i)));
}

function sign(key: KeyObject, userId: string, text: string): Buffer {
  return createHmac('sha256', key).update(`jari-work-v1\n${userId}\n${text}`).digest();
}
