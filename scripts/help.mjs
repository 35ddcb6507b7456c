// `npm run help`: the scripts of package.json, each with the sentence beside it.
import { readFileSync } from 'node:fs';
import { inRoot } from './lib/paths.mjs';

const { scriptsHelp } = /** @type {{ scriptsHelp: Record<string, string> }} */ (
  JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
);
const withoutRun = new Set(['start', 'test']);
const commands = Object.entries(scriptsHelp).map(
  ([name, sentence]) =>
    /** @type {const} */ ([withoutRun.has(name) ? `npm ${name}` : `npm run ${name}`, sentence]),
);
const width = Math.max(...commands.map(([command]) => command.length)) + 2;
console.log(commands.map(([command, sentence]) => `  ${command.padEnd(width)}${sentence}`).join('\n'));
