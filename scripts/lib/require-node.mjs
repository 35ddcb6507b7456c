import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

/** An old Node fails later with a syntax error that says nothing; say it here in one line. */
export function requireNode() {
  const { engines } = /** @type {{ engines: { node: string } }} */ (
    JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
  );
  const wanted = engines.node.replace('>=', '').split('.').map(Number);
  const present = process.versions.node.split('.').map(Number);
  const [major = 0, minor = 0] = present;
  const [wantedMajor = 0, wantedMinor = 0] = wanted;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  console.error(`Jari needs Node ${engines.node}; this is ${process.version} (${process.execPath}).`);
  process.exit(1);
}
