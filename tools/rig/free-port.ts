import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port of 127.0.0.1 that nobody uses, below those that systems give to outgoing connections, so that it is
 * still free when a program that was killed comes back to it. `alsoAbove` names a second port that must be
 * free too, that much higher: a node of a Redis cluster listens on two.
 */
export async function freePort({ alsoAbove = 0 }: { readonly alsoAbove?: number } = {}): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (taken.has(port) || !(await isFree(port)) || !(await isFree(port + alsoAbove))) continue;
    taken.add(port);
    return port;
  }
  throw new Error('No free port was found between 20000 and 32000.');
}

/** Given to somebody who may not listen yet. */
const taken = new Set<number>();

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
    probe.close();
    await once(probe, 'close');
    return true;
  } catch {
    return false;
  }
}
