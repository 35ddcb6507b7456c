import { hash, randomBytes } from 'node:crypto';
import type { ApiKey as ApiKeyJson } from '@jari/contract';
import type { ApiKey } from '../../ports/integrations.ts';

const PREFIX = 'jari_sk_';
const ENDING_LENGTH = 4;
const KEY = /^jari_sk_[A-Za-z0-9_-]{43}$/;

/** A key that nobody has had: its prefix lets scanners of source code find one that was published. */
export function makeApiKey(): { readonly key: string; readonly digest: string; readonly ending: string } {
  const key = PREFIX + randomBytes(32).toString('base64url');
  return { key, digest: digestOf(key), ending: key.slice(-ENDING_LENGTH) };
}

/** Undefined for what is no key whatever it says. */
export function digestOfKey(text: string): string | undefined {
  return KEY.test(text) ? digestOf(text) : undefined;
}

/** A key is as random as its digest, so nothing slower than SHA-256 would make it harder to guess. */
function digestOf(key: string): string {
  return hash('sha256', key, 'hex');
}

export function apiKeyJson(key: ApiKey): ApiKeyJson {
  return {
    id: key.keyId,
    name: key.name,
    ending: key.ending,
    scopes: [...key.scopes],
    events: key.events === null ? null : [...key.events],
    created_at: iso(key.createdAt),
    last_used_at: key.lastUsedAt === null ? null : iso(key.lastUsedAt),
    revoked_at: key.revokedAt === null ? null : iso(key.revokedAt),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
