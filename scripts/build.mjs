// `npm run build`: builds what changed; with --force, everything.
import { build } from './lib/build.mjs';

const startedAt = performance.now();
try {
  const built = await build({ force: process.argv.includes('--force') });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(built.length > 0 ? `Built ${built.join(', ')} in ${seconds} s.` : 'Everything is up to date.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
