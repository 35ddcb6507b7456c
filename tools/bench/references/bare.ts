import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StackFolder } from '../../stack/stack-folder.ts';
import { endsWith } from '../rig/child.ts';

export interface Bare {
  readonly url: string;
  readonly pid: number;
  stop(): void;
}

/** Starts a bare Fastify. `reservation` is what it answers to everybody who reserves. */
export async function startBare(folder: StackFolder, reservation: object): Promise<Bare> {
  const file = fileURLToPath(new URL('bare-fastify.ts', import.meta.url));
  const child = fork(file, [JSON.stringify(reservation)], {
    detached: true,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  endsWith(folder, child);
  const [url] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The bare Fastify did not start.'))),
  ])) as [string];
  return { url, pid: child.pid ?? NaN, stop: () => child.disconnect() };
}
