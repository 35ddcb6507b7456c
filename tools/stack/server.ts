import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '../rig/free-port.ts';
import { Program } from './program.ts';
import type { StackFolder } from './stack-folder.ts';

export interface Server {
  readonly url: string;
  readonly program: Program;
}

const builtServer = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));

/** A server that makes its own ledger on a machine that is busy with other things takes half a minute and more. */
const READY_TIMEOUT_MS = 120_000;

/** By which all servers that are started here keep names and phones. */
const personalDataKey = randomBytes(32).toString('base64');

/**
 * One instance of the built server, on a port that it keeps when it is restarted: the very command of its
 * Dockerfile.
 */
export async function prepareServer(
  folder: StackFolder,
  number: number,
  env: Readonly<Record<string, string>>,
  /** What node is started with: the built server, or what starts it in another way. */
  args: readonly string[] = [builtServer],
): Promise<Server> {
  if (!existsSync(builtServer)) throw new Error('The server has not been built: npm run build');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = new Program(folder, {
    name: `server ${number}`,
    file: process.execPath,
    args,
    cwd: folder.folder(`server-${number}`),
    env: {
      ...basics(),
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      PERSONAL_DATA_KEYS: personalDataKey,
      ...env,
    },
    endsBy: 'TERM',
    readyTimeoutMs: READY_TIMEOUT_MS,
    isReady: () => answers(`${url}/readyz`),
  });
  return { url, program };
}

/** Of this process's environment only what programs need to run at all; settings must come from the stack. */
export function basics(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  return response.ok;
}
