import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';

/** What the worker is started with. */
export interface ThreadData {
  readonly folder: string;
  /** Of every session. */
  readonly settings: readonly (readonly [name: string, value: string])[];
}

/** Bytes of PostgreSQL's protocol, numbered by connection: answers to one that was given up go nowhere. */
interface Bytes {
  readonly connection: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
export type ToThread = Bytes | 'close';
export type FromThread = Bytes | 'ready';

/**
 * PGlite in a thread of its own, so that no statement, however long, holds up whoever else this process
 * serves. It is reached as a server would be, through a stream that speaks PostgreSQL's protocol.
 *
 * PGlite has one session: of two streams that are open at once the newer has it.
 */
export class PgliteThread {
  private lastConnection = 0;
  private current: ProtocolStream | undefined;
  /** Why no statement will be answered any more. */
  private end: Error | undefined;
  private readonly exited: Promise<unknown>;

  private constructor(
    private readonly worker: Worker,
    private readonly onLost: (error: Error) => void,
  ) {
    const endWith = (error: Error): void => this.endWith(error);
    this.exited = new Promise((resolve) => worker.once('exit', resolve));
    worker.on('message', (message: FromThread) => {
      if (message !== 'ready' && message.connection === this.lastConnection)
        this.current?.push(message.bytes);
    });
    worker.on('error', (cause) =>
      endWith(new Error(`The embedded database broke: ${String(cause)}`, { cause })),
    );
    worker.on('exit', (code) =>
      endWith(new Error(`The embedded database's thread ended with code ${code}.`)),
    );
  }

  /**
   * Opens the database in a folder. Rejects when that fails; `onLost` is called when the database breaks later.
   * There is no way back from that but a new process: what was acknowledged is in the folder.
   */
  static async open(data: ThreadData, onLost: (error: Error) => void): Promise<PgliteThread> {
    const worker = new Worker(new URL('pglite-worker.mjs', import.meta.url), {
      name: 'ledger',
      workerData: data,
      // Not this process's own: loaders for TypeScript take their time, and the worker needs none.
      execArgv: [],
    });
    await ready(worker);
    return new PgliteThread(worker, onLost);
  }

  /** A stream as `pg` wants it, to the only session there is. */
  connect(): Duplex {
    const connection = ++this.lastConnection;
    const send = (bytes: Uint8Array<ArrayBuffer>): void => {
      const message: ToThread = { connection, bytes };
      if (this.end === undefined) this.worker.postMessage(message, [bytes.buffer]);
    };
    this.current = new ProtocolStream(send, () => this.end);
    return this.current;
  }

  /** Ends it at once, in the middle of what it writes: the folder is somebody else's by now. */
  abandon(why: string): void {
    void this.worker.terminate();
    this.endWith(new Error(why));
  }

  private endWith(error: Error): void {
    if (this.end === undefined) this.onLost(error);
    this.end ??= error;
    this.current?.destroy(this.end);
  }

  /** Lets what was sent be finished, closes the database and resolves when its thread has ended. */
  async close(): Promise<void> {
    if (this.end === undefined) {
      this.end = new Error('The embedded database is closed.');
      const message: ToThread = 'close';
      this.worker.postMessage(message);
    }
    await this.exited;
  }
}

/** Resolves when the worker says that the database is open, and rejects when it ends instead. */
async function ready(worker: Worker): Promise<void> {
  const abort = new AbortController();
  const ended = once(worker, 'exit', abort).then(([code]: unknown[]) => {
    throw new Error(`The embedded database's thread ended with code ${String(code)} while it opened.`);
  });
  try {
    // `once` rejects when the worker emits an error.
    await Promise.race([once(worker, 'message', abort), ended]);
  } finally {
    ended.catch(() => undefined);
    abort.abort();
  }
}

/** In the place of the socket to a server: has of its interface what `pg` calls. */
class ProtocolStream extends Duplex {
  constructor(
    private readonly send: (bytes: Uint8Array<ArrayBuffer>) => void,
    private readonly whyEnded: () => Error | undefined,
  ) {
    super();
  }

  connect(): void {
    process.nextTick(() => {
      const end = this.whyEnded();
      if (end === undefined) this.emit('connect');
      else this.destroy(end);
    });
  }

  setNoDelay(): void {}
  setKeepAlive(): void {}
  ref(): void {}
  unref(): void {}

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // A copy: the buffer belongs to the driver, which writes its next message into it.
    this.send(new Uint8Array(chunk));
    done();
  }

  /** The messages of one statement travel together and are answered together. */
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.send(new Uint8Array(Buffer.concat(chunks.map(({ chunk }) => chunk))));
    done();
  }

  /** The driver has said goodbye; PGlite, which outlives it, is not told. */
  override _final(done: () => void): void {
    this.push(null);
    done();
  }
}
