import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../../tools/rig/eventually.ts';
import { freePort } from '../../../tools/rig/free-port.ts';
import { PERSONAL_DATA_KEY } from './person-keys.ts';

const BUILT_MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** How long a server may take to come up on a machine that is busy with other things. */
const START_BOUND_MS = 120_000;

export interface ServerProcessOptions {
  /** Settings beside the port and the data folder. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of an earlier process, to come back to its data. Otherwise a new one that ends with the process. */
  readonly dataDir?: string;
  readonly port?: number;
  /** Sets the process's wall clock and monotonic clock, e.g. '+5m' (libfaketime). */
  readonly clock?: string;
}

/** The built server as a process of its own, on a free port, with a temporary data folder. */
export class ServerProcess {
  output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    readonly dataDir: string,
    private readonly ownsDataDir: boolean,
  ) {}

  static async start(options: ServerProcessOptions = {}): Promise<ServerProcess> {
    const server = await ServerProcess.spawn(options);
    await server.untilListening();
    return server;
  }

  /** Starts it without waiting, for starts that are meant to fail. */
  static async spawn(options: ServerProcessOptions = {}): Promise<ServerProcess> {
    const port = options.port ?? (await freePort());
    const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'jari-data-'));
    const faketime = process.env['JARI_FAKETIME_LIB'];
    const child = spawn(process.execPath, [BUILT_MAIN], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
        FAILURE_RATE: '0',
        PORT: String(port),
        DATA_DIR: dataDir,
        PERSONAL_DATA_KEYS: PERSONAL_DATA_KEY,
        ...(options.clock === undefined ? {} : { LD_PRELOAD: faketime, FAKETIME: options.clock }),
        ...options.env,
      },
    });
    const server = new ServerProcess(child, port, dataDir, options.dataDir === undefined);
    const collect = (text: Buffer) => (server.output += text.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    // The test process may end in any way; its servers end with it.
    const endWithUs = () => child.kill('SIGKILL');
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get api(): string {
    return `${this.url}/api/v1`;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** As a power cut for the process: nothing of it runs any more when this resolves. */
  async kill9(): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }

  /** As an operator would; resolves with the exit code, or null when it had to be killed after 15 s. */
  async stop(): Promise<number | null> {
    if (this.isRunning) {
      this.child.kill('SIGTERM');
      const timer = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
      await once(this.child, 'exit');
      clearTimeout(timer);
    }
    if (this.ownsDataDir) rmSync(this.dataDir, { recursive: true, force: true });
    return this.child.exitCode;
  }

  /** For starts that are meant to fail: the exit code. */
  async exited(): Promise<number | null> {
    if (this.isRunning) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  private async untilListening(): Promise<void> {
    const isHealthy = async () => !this.isRunning || (await fetch(`${this.url}/healthz`)).ok;
    try {
      await eventually('the server answers', isHealthy, { withinMs: START_BOUND_MS, everyMs: 50 });
      if (!this.isRunning) throw new Error('It ended.');
    } catch (error) {
      await this.kill9();
      throw new Error(`The server did not start:\n${this.output}`, { cause: error });
    }
  }
}
