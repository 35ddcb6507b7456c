// `npm run sbom`: what a release is made of, as CycloneDX, for those who have to know. Read off the lockfile alone.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { inRoot, root } from './lib/paths.mjs';

const { values } = parseArgs({ options: { out: { type: 'string', default: inRoot('sbom.cdx.json') } } });
const document = execFileSync(
  'npm',
  ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'],
  { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2, stdio: ['ignore', 'pipe', 'inherit'] },
);
/** @type {{ components?: unknown[], metadata: { component: { name: string } } }} */
const bom = JSON.parse(document);
const { components = [], metadata } = bom;
// npm takes the folder's name for ours.
metadata.component.name = 'jari';
writeFileSync(values.out, `${JSON.stringify(bom, undefined, 2)}\n`);
console.log(`${components.length} components: ${values.out}`);
