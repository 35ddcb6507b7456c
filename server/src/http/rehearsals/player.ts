import type { Language, RehearsalOutcome, RehearsalProgress } from '@jari/contract';
import { fork, type ChildProcess } from 'node:child_process';

/** What is said to the process that plays, and what it says; `rehearsal/src/main.ts` has the other end. */
type FromPlayer =
  | { readonly progress: RehearsalProgress }
  | { readonly outcome: RehearsalOutcome; readonly report: string }
  | { readonly failure: string };

export type PlayedRehearsal = Exclude<FromPlayer, { readonly progress: RehearsalProgress }>;

/** As `rehearsal/src/settings.ts` has them. */
export interface PlayerSettings {
  readonly url: string;
  readonly token: string;
  readonly eventId: string;
  readonly stage: { readonly copyOf: string };
  readonly people: number;
  readonly openInMs: number;
  readonly lastsMs: number;
  readonly seed: number;
  readonly pace: number;
  readonly streams: number;
  readonly language: Language;
}

/** The heap of a crowd, at most: 20,000 people took 570 MB. */
const HEAP_MB = 4_096;
/** After being asked to stop, what it may take to judge and write the report. */
const STOP_BOUND_MS = 90_000;

/**
 * A process that plays one rehearsal. It gets neither arguments nor an environment; what it needs, the token too, goes
 * over its channel, where nobody else reads.
 */
export class Player {
  /** Resolves when it is over, however it ended. */
  readonly played: Promise<PlayedRehearsal>;
  private readonly child: ChildProcess;
  private timer: NodeJS.Timeout | undefined;

  constructor(program: string, settings: PlayerSettings, onProgress: (progress: RehearsalProgress) => void) {
    const child = fork(program, [], {
      execArgv: [`--max-old-space-size=${String(HEAP_MB)}`],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.child = child;
    this.played = new Promise((resolve) => {
      let said: PlayedRehearsal | undefined;
      // Ours says nothing else.
      child.on('message', (message) => {
        const told = message as FromPlayer;
        if ('progress' in told) onProgress(told.progress);
        else said = told;
      });
      child.on('error', (error) => resolve(said ?? { failure: error.message }));
      child.on('exit', (code, signal) => {
        clearTimeout(this.timer);
        resolve(said ?? { failure: `The player has ended (${signal ?? `code ${String(code)}`}).` });
      });
    });
    child.send({ start: settings });
  }

  /** Ends the sale early; what has happened is judged. */
  stop(): void {
    if (this.timer !== undefined || !this.child.connected) return;
    this.child.send({ stop: true });
    this.timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_BOUND_MS);
    this.timer.unref();
  }

  /** Ends it at once. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}
