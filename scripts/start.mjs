// `npm start`: builds what is missing or older than its sources, then becomes the server.
//
// The server runs in this very process, and `exec` in package.json puts this process in the place of npm's
// shell, which would otherwise die of a signal alone: a SIGTERM or Ctrl-C, to npm or to node, ends the server
// and nothing is left behind. NODE_ENV is `production` unless it is set to something else.
import { build } from './lib/build.mjs';
import { requireNode } from './lib/require-node.mjs';

requireNode();
process.env.NODE_ENV ??= 'production';

const interrupt = new AbortController();
/** @param {NodeJS.Signals} signal */
const onSignal = (signal) => {
  interrupt.abort();
  console.error(`Stopped by ${signal} while building.`);
  process.exit(1);
};
process.once('SIGINT', onSignal).once('SIGTERM', onSignal);

try {
  await build({
    signal: interrupt.signal,
    onStart: (names, first) =>
      console.log(first ? 'Building (first start, about 20 s) …' : `Building ${names.join(', ')} …`),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error('Jari was not started.');
  process.exit(1);
}

process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
await import(new URL('../server/dist/main.js', import.meta.url).href);
