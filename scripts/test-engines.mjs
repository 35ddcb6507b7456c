// `npm run test:engines`: the fast tests on every Node that package.json claims, each fetched from npm.
// Arguments go to vitest: npm run test:engines -- server/test/domain
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inRoot, root, toolFile } from './lib/paths.mjs';

const { engines } = /** @type {{ engines: { node: string } }} */ (
  JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
);
// The oldest that is claimed, and the later lines with long-term support.
const versions = [engines.node.replace('>=', ''), '22', '24'];

const vitest = [toolFile('', 'vitest'), 'run', ...process.argv.slice(2)];
/** @type {string[]} */
const failed = [];
for (const version of versions) {
  console.log(`\nNode ${version}`);
  // npm's package `node` brings the binary; npx keeps it in npm's cache.
  const tests = spawnSync('npx', ['--yes', `node@${version}`, ...vitest], { cwd: root, stdio: 'inherit' });
  if (tests.status !== 0) failed.push(version);
}
console.log(failed.length > 0 ? `\nFailed on Node ${failed.join(', ')}.` : '\nPassed on all of them.');
process.exitCode = failed.length > 0 ? 1 : 0;
