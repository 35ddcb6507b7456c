import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hash,
  hkdfSync,
  randomFillSync,
  type KeyObject,
} from 'node:crypto';
import { comparableName } from '../../domain/person-name.ts';

/** What is kept of a person: how they are called, and how they can be reached. */
export interface PersonalData {
  readonly userName: string;
  /** E.164, or empty. */
  readonly phone: string;
}

/** The row that a ciphertext belongs to: it can be read nowhere else. */
export interface PersonPlace {
  readonly eventId: string;
  readonly sequence: number;
}

interface Key {
  readonly id: string;
  readonly seal: KeyObject;
  /** Hex digits of a fixed number; see `markOf`. */
  readonly mark: string;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Base64url digits of a key's id: 48 bits, so that keys are told apart. SQL counts them too. */
const ID_DIGITS = 8;
/** 96 bits: enough that no two people share one, cut so that nothing can be appended to what it was taken of. */
const MARK_DIGITS = 16;
const NONCES_AT_ONCE = 512;

/**
 * The keys for names and phones at rest. The first encrypts, all decrypt, and what is searched for is looked for by
 * the marks of all.
 *
 * From each secret three keys are derived (HKDF): one encrypts (AES-256-GCM, a random nonce, bound to event and
 * sequence, so that no row can be given another's), one makes marks, and of one only a digest is used, as the id that
 * stands before each ciphertext. A ciphertext is `<id><base64url of nonce, ciphertext and tag>`.
 */
export class PersonKeys {
  readonly currentId: string;
  /** Of all keys that are here, and of those that are given up. */
  readonly acceptedIds: readonly string[];
  private readonly current: Key;
  private readonly keys: readonly Key[];
  private readonly nonces = Buffer.alloc(NONCE_BYTES * NONCES_AT_ONCE);
  private nonceAt = this.nonces.length;

  /**
   * @param secrets 32 random bytes each, in base64url
   * @param lostIds of keys that are gone for good, so that a ledger that was written with one is taken all the same
   */
  constructor(secrets: readonly string[], lostIds: readonly string[] = []) {
    this.keys = secrets.map(deriveKey);
    const [first] = this.keys;
    if (first === undefined) throw new Error('There is no key for personal data.');
    this.current = first;
    this.currentId = first.id;
    this.acceptedIds = [...this.keys.map(({ id }) => id), ...lostIds];
  }

  /** Null when there is nothing to keep. */
  seal(person: PersonalData, place: PersonPlace): string | null {
    if (person.userName === '' && person.phone === '') return null;
    const nonce = this.nextNonce();
    const cipher = createCipheriv(ALGORITHM, this.current.seal, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(boundTo(place));
    const sealed = cipher.update(`${person.phone}\n${storable(person.userName)}`, 'utf8');
    cipher.final();
    const bytes = Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
    return this.current.id + bytes.toString('base64url');
  }

  /** Undefined when its key is not here, or when it is not what was written into this row. */
  open(sealed: string, place: PersonPlace): PersonalData | undefined {
    const key = this.keys.find(({ id }) => sealed.startsWith(id));
    const bytes = Buffer.from(sealed.slice(ID_DIGITS), 'base64url');
    if (key === undefined || bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, key.seal, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(boundTo(place));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    let text: string;
    try {
      text =
        decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return undefined;
    }
    const end = text.indexOf('\n');
    return { phone: text.slice(0, end), userName: text.slice(end + 1) };
  }

  /** What a reservation can be found by. */
  marks({ userName, phone }: PersonalData): string[] {
    const marks: string[] = [];
    if (phone !== '') marks.push(phoneMark(phone, this.current));
    const name = comparableName(userName);
    if (name !== '') marks.push(nameMark(name, this.current));
    return marks;
  }

  /** One for each key, because nobody knows which a row was written with. */
  marksOfPhone(phone: string): string[] {
    return this.keys.map((key) => phoneMark(phone, key));
  }

  marksOfName(userName: string): string[] {
    const name = comparableName(userName);
    return this.keys.map((key) => nameMark(name, key));
  }

  /** Random ones, fetched many at a time, because asking for one costs as much. */
  private nextNonce(): Buffer {
    if (this.nonceAt === this.nonces.length) {
      randomFillSync(this.nonces);
      this.nonceAt = 0;
    }
    return this.nonces.subarray(this.nonceAt, (this.nonceAt += NONCE_BYTES));
  }
}

/**
 * PostgreSQL stores every character but NUL, and no half of a surrogate pair, and what is encrypted is no exception:
 * they become U+FFFD. Encoding replaces the halves.
 */
function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

function deriveKey(secret: string): Key {
  const bytes = Buffer.from(secret, 'base64url');
  const derive = (what: string) =>
    Buffer.from(hkdfSync('sha256', bytes, '', `jari personal data ${what}`, 32));
  return {
    id: hash('sha256', derive('id').toString('hex'), 'base64url').slice(0, ID_DIGITS),
    seal: createSecretKey(derive('seal')),
    mark: derive('mark').toString('hex'),
  };
}

function boundTo({ eventId, sequence }: PersonPlace): Buffer {
  return Buffer.from(`${eventId}:${sequence}`);
}

function phoneMark(phone: string, key: Key): string {
  return markOf(`phone:${phone}`, key);
}

function nameMark(comparable: string, key: Key): string {
  return markOf(`name:${comparable}`, key);
}

/**
 * A keyed digest. The key has a fixed length and the digest is cut, so that SHA-256 with a prefixed key serves as a
 * MAC, as in log-chain.ts; HMAC takes four times as long.
 */
function markOf(text: string, { mark }: Key): string {
  return hash('sha256', mark + text, 'base64url').slice(0, MARK_DIGITS);
}
