import { readdirSync, readFileSync } from 'node:fs';

/** Files beside those that are open at the start and those of visitors: more database connections, the web app. */
const MARGIN = 48;
/** Connections above the limit that are kept just long enough to be told that there are too many. */
const TURNED_AWAY_MAX = 256;
/** However few files there are, so many visitors are tried with. */
const CONNECTIONS_MIN = 8;
/** Streams never take the last connections, so that commands find one. */
const STREAMS_SHARE = 0.8;

export interface OpenFiles {
  readonly max: number;
  readonly now: number;
}

export interface ConnectionRoom {
  readonly connectionsMax: number;
  readonly turnedAwayMax: number;
  readonly streamClientsMax: number;
}

/**
 * How many connections and streams fit into the files that this process may open. Beyond that the system
 * resets connections without a word, so our own limit must be met before.
 *
 * @param files undefined where they cannot be found out; then nothing is limited by them
 */
export function roomForConnections(files: OpenFiles | undefined, streamClientsMax: number): ConnectionRoom {
  if (files === undefined) {
    return { connectionsMax: Infinity, turnedAwayMax: TURNED_AWAY_MAX, streamClientsMax };
  }
  const free = files.max - files.now - MARGIN;
  const turnedAwayMax = Math.max(1, Math.min(TURNED_AWAY_MAX, Math.floor(free / 4)));
  const connectionsMax = Math.max(CONNECTIONS_MIN, free - turnedAwayMax);
  return {
    connectionsMax,
    turnedAwayMax,
    streamClientsMax: Math.min(streamClientsMax, Math.floor(connectionsMax * STREAMS_SHARE)),
  };
}

/** What one address may have: as much as is wanted, but where there is little, never more than half of it. */
export function shareForAddress(room: number, wanted: number): number {
  return Math.min(wanted, Math.ceil(room / 2));
}

/**
 * How many files this process may have open and has, as Linux says it. Node has raised the soft limit to the
 * hard one before we are asked.
 */
export function readOpenFiles(folder = '/proc/self'): OpenFiles | undefined {
  try {
    const max = /^Max open files +(\d+) /m.exec(readFileSync(`${folder}/limits`, 'utf8'))?.[1];
    return max === undefined ? undefined : { max: Number(max), now: readdirSync(`${folder}/fd`).length };
  } catch {
    return undefined;
  }
}
