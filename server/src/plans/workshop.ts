import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ResultOf, Results, Task } from './tasks.ts';

export interface WorkshopOptions {
  /** Tasks that wait while another one is done; beyond that they are refused. */
  readonly waitingMax: number;
  /** What a task may take: a plan that takes longer is none. */
  readonly taskTimeoutMs: number;
  /** The process goes when it has had nothing to do for so long; it holds memory. */
  readonly idleMs: number;
  readonly heapMb: number;
}

const defaults: WorkshopOptions = { waitingMax: 16, taskTimeoutMs: 60_000, idleMs: 30_000, heapMb: 1_024 };

/** The workshop has more to do than it may promise to do, or is closed. */
export class WorkshopBusy extends Error {}

/** A task took longer than any should: a plan beyond measure, or a machine with far too much to do. */
export class WorkshopSlow extends Error {
  override readonly message = 'a plan took too long';
}

type Answer = { readonly result: Results[Task['kind']] } | { readonly error: unknown };

interface Waiting {
  readonly task: Task;
  readonly resolve: (result: Results[Task['kind']]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Works on whole plans in a process of its own, one at a time, so that a file of 16 MB that comes in the middle of
 * a sale keeps nobody waiting but its sender. Whatever happens in there, running out of memory included, fails one
 * task and nothing else. A thread would not do: with Node 24, one that runs out of memory while it reads JSON takes
 * the whole server with it.
 */
export class PlanWorkshop {
  private readonly options: WorkshopOptions;
  private readonly queue: Waiting[] = [];
  private current: Waiting | undefined;
  private process: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(options: Partial<WorkshopOptions> = {}) {
    this.options = { ...defaults, ...options };
  }

  /** @throws WorkshopBusy, or whatever the task failed with */
  run<T extends Task>(task: T): Promise<ResultOf<T>> {
    if (this.isClosed || this.queue.length >= this.options.waitingMax)
      return Promise.reject(new WorkshopBusy());
    return new Promise((resolve, reject) => {
      // The process answers a task with the result of its kind.
      this.queue.push({ task, resolve: resolve as Waiting['resolve'], reject });
      this.next();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { reject } of this.queue.splice(0)) reject(new WorkshopBusy());
    await this.dismiss(new WorkshopBusy());
  }

  private next(): void {
    if (this.current !== undefined) return;
    clearTimeout(this.timer);
    this.current = this.queue.shift();
    if (this.current === undefined) {
      this.timer = setTimeout(() => void this.dismiss(), this.options.idleMs).unref();
      return;
    }
    this.process ??= this.hire();
    this.timer = setTimeout(() => void this.dismiss(new WorkshopSlow()), this.options.taskTimeoutMs);
    this.process.send(this.current.task);
  }

  private hire(): ChildProcess {
    const isSource = import.meta.url.endsWith('.ts');
    const child = fork(
      fileURLToPath(new URL('plan-process.mjs', import.meta.url)),
      isSource ? ['source'] : [],
      {
        // None of what this process was started with: its loaders take their time, the other knows its own, and
        // secrets in the environment are none of its business.
        execArgv: [
          `--max-old-space-size=${String(this.options.heapMb)}`,
          ...(isSource ? ['--conditions=jari-source'] : []),
        ],
        env: {},
        serialization: 'advanced',
        // What V8 has to say when memory ends is a page of addresses.
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      },
    );
    // It must not keep this process alive; whoever waits for a task does.
    child.unref();
    child.channel?.unref();
    child.on('message', (message) => {
      // What a process that was dismissed still had to say is the answer to another task. Ours say nothing else.
      if (child === this.process) this.answered(message as Answer);
    });
    child.on('error', (error) => this.lost(child, error));
    child.on('exit', (code, signal) => this.lost(child, ended(code, signal)));
    return child;
  }

  private answered(answer: Answer): void {
    const done = this.current;
    this.current = undefined;
    if ('result' in answer) done?.resolve(answer.result);
    else done?.reject(answer.error);
    this.next();
  }

  private lost(child: ChildProcess, error: unknown): void {
    if (child !== this.process) return;
    this.process = undefined;
    const failed = this.current;
    this.current = undefined;
    failed?.reject(error);
    this.next();
  }

  private async dismiss(reason?: Error): Promise<void> {
    clearTimeout(this.timer);
    const child = this.process;
    if (child === undefined) return;
    this.lost(child, reason ?? new Error('the process for plans was dismissed'));
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    // Where nothing else is left to do, waiting would end this process before those who come after are closed.
    child.ref();
    child.kill('SIGKILL');
    await exit;
  }
}

/** V8 aborts a process whose memory has run out; a system that runs out of it kills it. */
function ended(code: number | null, signal: NodeJS.Signals | null): Error {
  const how = signal ?? `code ${String(code)}`;
  const ranOut = signal === 'SIGABRT' || signal === 'SIGKILL' || signal === 'SIGTRAP' || code === 134;
  return new Error(`the process for plans has ended (${how})${ranOut ? ', probably out of memory' : ''}`);
}
