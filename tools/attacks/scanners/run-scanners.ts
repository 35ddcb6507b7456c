import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '../world/http-world.ts';
import { tryInjections } from './injections.ts';
import { tryPages } from './pages.ts';
import { isInstalled } from './scan.ts';
import { trySlowConnections } from './slow-connections.ts';

/** Runs the three scanners one after another, each for its share of time. Their own reports are kept for reading. */
export async function runScanners({ url, ownerToken }: Target, minutes: number): Promise<boolean> {
  const home = mkdtempSync(join(tmpdir(), 'jari-scanners-'));
  const seconds = minutes * 60;
  const scanners = [
    ['slowhttptest', () => trySlowConnections(url, home, seconds)],
    ['wapiti', () => tryPages(url, home, seconds)],
    ['sqlmap', () => tryInjections(url, ownerToken, home, seconds)],
  ] as const;
  const findings: string[] = [];
  for (const [program, run] of scanners) {
    if (!isInstalled(program)) {
      console.log(`${program} is not installed and was left out: apt-get install ${program}`);
      continue;
    }
    console.log(`${program} …`);
    findings.push(...(await run()));
  }
  console.log(`Reports: ${home}`);
  for (const finding of findings) console.log(`FOUND ${finding}`);
  console.log(`${findings.length} findings.`);
  return findings.length === 0;
}
