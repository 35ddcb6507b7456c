import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RedisClient } from './client.ts';

/** A script that runs atomically in Redis; the file beside says what it takes and what it gives. */
export interface Script {
  readonly lua: string;
  readonly sha: string;
}

function load(name: string): Script {
  const lua = readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

export const scripts = {
  advanceLine: load('advance-line'),
  finish: load('finish'),
  join: load('join'),
  lookAtHolds: load('look-at-holds'),
  noteHolds: load('note-holds'),
  reset: load('reset'),
  turn: load('turn'),
} as const;

/**
 * Runs a script by its hash; one that Redis does not know (a new server, or SCRIPT FLUSH) is sent in full,
 * which also teaches it.
 */
export async function runScript(
  client: RedisClient,
  script: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await client.evalsha(script.sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return client.eval(script.lua, keys.length, ...keys, ...args);
  }
}
