// `npm run help`: the scripts of package.json, each with the sentence beside it.
import { readFileSync } from 'node:fs';
import { inRoot } from './lib/paths.mjs';

const { scriptsHelp } = /** @type {{ scriptsHelp: Record<string, string> }} */ (
  JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
);
const withoutRun = new Set(['start', 'test']);
const lines = Object.entries(scriptsHelp).map(([name, sentence]) => {
  const command = withoutRun.has(name) ? `npm ${name}` : `npm run ${name}`;
  return `  ${command.padEnd(26)}${sentence}`;
});
console.log(lines.join('\n'));
