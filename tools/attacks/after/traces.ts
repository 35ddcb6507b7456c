import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Canaries } from '../oracles/canaries.ts';

/** Files under a folder in which a canary stands in clear. */
export async function tracesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const [trace] = Canaries.in(await readFile(path, 'latin1'));
    if (trace !== undefined) found.push(`${entry.name}: ${trace}`);
  }
  return found;
}
