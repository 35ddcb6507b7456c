// The thread in which PGlite runs; see pglite-thread.ts. Plain JavaScript, because a worker is loaded by Node
// itself, from src as from dist, and Node 20 reads no TypeScript.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/** @typedef {import('./pglite-thread.ts').ToThread} ToThread */
/** @typedef {import('./pglite-thread.ts').FromThread} FromThread */

if (parentPort === null) throw new Error('This file is run as a worker only.');
const main = parentPort;

/** @type {import('./pglite-thread.ts').ThreadData} */
const { folder, settings } = workerData;
const lite = await PGlite.create(folder, {
  // As the server's own command line, so that `discard all` below comes back to them.
  startParams: [
    ...PGlite.defaultStartParams,
    ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ],
});

/** The connection whose session this is. PGlite has one session, so connections follow each other. */
let current = 0;

/** @param {ToThread} message */
async function handle(message) {
  if (message === 'close') {
    await lite.close();
    // Emscripten may leave handles behind that would keep the thread.
    process.exit(0);
  }
  if (message.connection !== current) {
    current = message.connection;
    await forgetSession();
  }
  /** @type {Uint8Array[]} */
  const pieces = [];
  await lite.execProtocolRawStream(message.bytes, {
    // What is passed is a window on PGlite's memory, which the next piece overwrites.
    onRawData: (piece) => pieces.push(piece.slice()),
  });
  const bytes = join(pieces);
  /** @type {FromThread} */
  const answer = { connection: current, bytes };
  main.postMessage(answer, [bytes.buffer]);
}

/** What the last connection left behind when it was given up: half a batch, a transaction, prepared statements. */
async function forgetSession() {
  await lite.execProtocolRawStream(new Uint8Array([0x53, 0, 0, 0, 4]), { onRawData: () => undefined }); // Sync
  await lite.exec('rollback');
  await lite.exec('discard all');
}

/** @param {readonly Uint8Array[]} pieces */
function join(pieces) {
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}

// One after the other, as they came. What fails here is no refusal of PostgreSQL, which is an answer like any
// other: PGlite itself broke, and nothing it would say from now on can be trusted. So it ends the thread.
let queue = Promise.resolve();
main.on('message', (message) => {
  queue = queue.then(() => handle(message));
});
/** @type {FromThread} */
const ready = 'ready';
main.postMessage(ready);
