import { readFileSync } from 'node:fs';

/** Files that are not visitors' connections: the database, Redis, logs, the web app, and a margin. */
const RESERVED_FILES = 128;
/** Connections above the limit that are kept just long enough to be told that there are too many. */
const TURNED_AWAY_MAX = 256;
/** Streams never take the last connections, so that commands find one. */
const STREAMS_SHARE = 0.8;

export interface ConnectionRoom {
  readonly connectionsMax: number;
  readonly turnedAwayMax: number;
  readonly streamClientsMax: number;
}

/**
 * How many connections and streams fit into the files that this process may open. Beyond that the system
 * resets connections without a word, so our own limit must be met before.
 *
 * @param openFilesMax undefined where it cannot be found out; then nothing is limited by it
 */
export function roomForConnections(
  openFilesMax: number | undefined,
  streamClientsMax: number,
): ConnectionRoom {
  if (openFilesMax === undefined)
    return { connectionsMax: Infinity, turnedAwayMax: TURNED_AWAY_MAX, streamClientsMax };
  const turnedAwayMax = Math.min(TURNED_AWAY_MAX, Math.floor(openFilesMax / 8));
  const reserved = Math.min(RESERVED_FILES, Math.floor(openFilesMax / 4));
  const connectionsMax = openFilesMax - reserved - turnedAwayMax;
  return {
    connectionsMax,
    turnedAwayMax,
    streamClientsMax: Math.min(streamClientsMax, Math.floor(connectionsMax * STREAMS_SHARE)),
  };
}

/**
 * The number of files that this process may have open, as Linux says it. Node has raised the soft limit to the
 * hard one before we are asked.
 */
export function readOpenFilesMax(path = '/proc/self/limits'): number | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const soft = /^Max open files +(\d+) /m.exec(text)?.[1];
  return soft === undefined ? undefined : Number(soft);
}
