// Loaded into the server before its own code when memory is measured: at SIGUSR2 it collects the garbage and
// writes what is left into the file that JARI_BENCH_MEMORY names. Without this one would measure garbage.
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = /** @type {() => void} */ (runInNewContext('gc'));
const path = process.env['JARI_BENCH_MEMORY'] ?? '';

process.on('SIGUSR2', () => {
  collectGarbage();
  collectGarbage();
  const { rss, heapUsed, external } = process.memoryUsage();
  writeFileSync(`${path}.new`, JSON.stringify({ residentBytes: rss, usedBytes: heapUsed + external }));
  renameSync(`${path}.new`, path);
});
