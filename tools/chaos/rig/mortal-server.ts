import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Program } from '../../stack/program.ts';
import { answers, basics } from '../../stack/server.ts';
import type { StackFolder } from '../../stack/stack-folder.ts';
import { DIED_AT } from '../failpoints/death.ts';

const START_BOUND_MS = 120_000;
/** One that finds no ledger ends, and is started again, as whoever runs it has arranged. */
const START_TRIES = 5;

export interface MortalOptions {
  readonly name: string;
  /** Of `mortalEntry`. */
  readonly entry: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** What it is started by, e.g. `ip netns exec …`. */
  readonly prefix?: readonly string[];
  /** Where it is reached from here. */
  readonly host?: string;
  /** Told of every point that it comes by. */
  readonly seenFile: string;
}

/** A failpoint, and at which time of coming by. */
export interface DeathWish {
  readonly point: string;
  readonly time: number;
}

/** A server that can be told where to die. */
export class MortalServer {
  readonly url: string;
  readonly program: Program;
  private readonly env: NodeJS.ProcessEnv;
  private readonly wishFile: string;
  private deaths: (() => void)[] = [];

  constructor(
    folder: StackFolder,
    { name, entry, port, env, prefix = [], host = '127.0.0.1', seenFile }: MortalOptions,
  ) {
    this.url = `http://${host}:${String(port)}`;
    const home = folder.folder(name.replaceAll(' ', '-'));
    this.wishFile = join(home, 'wish');
    this.env = {
      ...basics(),
      ...{ NODE_ENV: 'production', HOST: host, PORT: String(port), JARI_CHAOS_SEEN_FILE: seenFile },
      JARI_CHAOS_WISH_FILE: this.wishFile,
      ...env,
    };
    const [file = '', ...args] = [...prefix, process.execPath, entry];
    this.program = new Program(folder, {
      ...{ name, file, args, cwd: home, env: this.env, endsBy: 'TERM' },
      isReady: () => answers(`${this.url}/readyz`),
      readyTimeoutMs: START_BOUND_MS,
    });
    this.program.onDeath(() => this.deaths.splice(0).forEach((tell) => tell()));
  }

  /** Starts it; `dieAt`: a failpoint, and at which time of coming by. */
  async start(dieAt?: DeathWish): Promise<void> {
    delete this.env['JARI_CHAOS_DIE_AT'];
    if (dieAt !== undefined) {
      Object.assign(this.env, { JARI_CHAOS_DIE_AT: dieAt.point, JARI_CHAOS_DIE_TIME: String(dieAt.time) });
    }
    for (let triesLeft = dieAt === undefined ? START_TRIES : 1; ; triesLeft--) {
      try {
        await this.program.start();
        return;
      } catch (error) {
        if (triesLeft <= 1) throw error;
      }
    }
  }

  /** Tells it, while it runs, where to die. */
  wishFor({ point, time }: DeathWish): void {
    writeFileSync(this.wishFile, `${point}\n${String(time)}`);
    process.kill(this.program.pid, 'SIGUSR2');
  }

  /** Resolves with true when it has died by itself, or with false after a while. */
  untilDead(withinMs: number): Promise<boolean> {
    if (!this.program.isRunning) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs);
      this.deaths.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  /** The failpoint it died at last, as it told itself. */
  get diedAt(): string | undefined {
    return this.program.log.split(DIED_AT).at(-1)?.split('\n')[0];
  }
}
