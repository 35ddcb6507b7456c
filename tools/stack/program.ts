import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { StackFolder } from './stack-folder.ts';

export interface ProgramOptions {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** What it understands as: finish, do not wait for your clients. */
  readonly endsBy: 'TERM' | 'INT';
  /** Resolves to true once it can work. */
  isReady(): Promise<boolean>;
  readonly readyTimeoutMs?: number;
  /** How often it is started when it ends at once: what a crash left behind may need a moment to go. */
  readonly startTries?: number;
}

/**
 * One program of the stack.
 *
 *   stopped ──start──► running ──stop, kill9──► stopped ──start, restart──► running …
 *                        │
 *                        └──it ends by itself──► stopped, and `onDeath` is told
 */
export class Program {
  private child: ChildProcess | undefined;
  private tail = '';
  private isExpectedToEnd = false;
  private readonly deathListeners: ((description: string) => void)[] = [];

  constructor(
    private readonly folder: StackFolder,
    private readonly options: ProgramOptions,
  ) {}

  get name(): string {
    return this.options.name;
  }

  get pid(): number {
    const pid = this.child?.pid;
    if (pid === undefined) throw new Error(`${this.name} does not run.`);
    return pid;
  }

  get isRunning(): boolean {
    return this.child !== undefined;
  }

  /** What it wrote last. */
  get log(): string {
    return this.tail;
  }

  /** Called when it ended without being asked to. */
  onDeath(listener: (description: string) => void): void {
    this.deathListeners.push(listener);
  }

  async start(): Promise<void> {
    if (this.child !== undefined) throw new Error(`${this.name} runs already.`);
    for (let triesLeft = (this.options.startTries ?? 1) - 1; ; triesLeft--) {
      this.spawn();
      try {
        await this.untilReady();
        this.isExpectedToEnd = false;
        return;
      } catch (error) {
        if (triesLeft <= 0) throw error;
        await delay(300);
      }
    }
  }

  private spawn(): void {
    const { file, args, cwd, env, user, endsBy } = this.options;
    // That it does not start is told by start().
    this.isExpectedToEnd = true;
    // Detached: a Ctrl-C is for us, and we end the programs in order. It also makes each a group of its own.
    const child = spawn(file, [...args], {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(env === undefined ? {} : { env }),
      ...user,
    });
    this.child = child;
    const keep = (text: Buffer): void => void (this.tail = (this.tail + text.toString()).slice(-16_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => keep(Buffer.from(String(error))));
    child.once('exit', (code, signal) => this.exited(child, code, signal));
    if (child.pid !== undefined) this.folder.willEnd(child.pid, endsBy);
  }

  /** Asks it to finish and waits until it has; after ten seconds it is made to. */
  async stop(): Promise<void> {
    await this.end(`SIG${this.options.endsBy}`);
  }

  /** Ends it as a crash would, with all that it started: nginx's workers would go on without their master. */
  async kill9(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Starts it again, at the same address and with the same data, after ending it if it runs. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === undefined) return;
    this.isExpectedToEnd = true;
    const exited = once(child, 'exit');
    if (signal === 'SIGKILL') killGroup(child);
    else child.kill(signal);
    const timer = setTimeout(() => killGroup(child), 10_000);
    await exited;
    clearTimeout(timer);
  }

  private exited(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (this.child === child) this.child = undefined;
    if (child.pid !== undefined) this.folder.hasEnded(child.pid);
    if (this.isExpectedToEnd) return;
    const how = signal === null ? `with code ${code ?? '?'}` : `by ${signal}`;
    for (const listener of this.deathListeners) listener(`${this.name} ended ${how}`);
  }

  private async untilReady(): Promise<void> {
    const deadline = performance.now() + (this.options.readyTimeoutMs ?? 30_000);
    for (;;) {
      const ready = await this.options.isReady().catch(() => false);
      if (this.child === undefined) throw new Error(`${this.name} did not start:\n${this.tail}`);
      if (ready) return;
      if (performance.now() > deadline) {
        await this.kill9();
        throw new Error(`${this.name} did not become ready:\n${this.tail}`);
      }
      await delay(40);
    }
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
