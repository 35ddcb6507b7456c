import { Worker } from 'node:worker_threads';
import type { ResultOf, Results, Task } from './tasks.ts';

export interface WorkshopOptions {
  /** Tasks that wait while another one is done; beyond that they are refused. */
  readonly waitingMax: number;
  /** What a task may take: a plan that takes longer is none. */
  readonly taskTimeoutMs: number;
  /** The thread goes when it has had nothing to do for so long; it holds memory. */
  readonly idleMs: number;
  readonly heapMb: number;
}

const defaults: WorkshopOptions = { waitingMax: 16, taskTimeoutMs: 60_000, idleMs: 30_000, heapMb: 1_024 };

/** The workshop has more to do than it may promise to do, or is closed. */
export class WorkshopBusy extends Error {}

interface Waiting {
  readonly task: Task;
  readonly resolve: (result: Results[Task['kind']]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Works on whole plans in a thread of its own, one at a time, so that a file of 16 MB that comes in the middle of
 * a sale keeps nobody waiting but its sender. Whatever happens in the thread, running out of memory included,
 * fails one task and nothing else.
 */
export class PlanWorkshop {
  private readonly options: WorkshopOptions;
  private readonly queue: Waiting[] = [];
  private current: Waiting | undefined;
  private worker: Worker | undefined;
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
      // The thread answers a task with the result of its kind.
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
    this.worker ??= this.hire();
    this.timer = setTimeout(
      () => void this.dismiss(new Error('a plan took too long')),
      this.options.taskTimeoutMs,
    );
    this.worker.postMessage(this.current.task);
  }

  private hire(): Worker {
    const isSource = import.meta.url.endsWith('.ts');
    const worker = new Worker(new URL('plan-thread.mjs', import.meta.url), {
      name: 'plans',
      workerData: { isSource },
      // None of what this process was started with: its loaders take their time, and the thread knows its own.
      execArgv: isSource ? ['--conditions=jari-source'] : [],
      resourceLimits: { maxOldGenerationSizeMb: this.options.heapMb },
    });
    // It must not keep the process alive; whoever waits for a task does.
    worker.unref();
    worker.on('message', (message: { result: Results[Task['kind']] } | { error: unknown }) => {
      const done = this.current;
      this.current = undefined;
      if ('result' in message) done?.resolve(message.result);
      else done?.reject(message.error);
      this.next();
    });
    worker.on('error', (error) => this.lost(worker, error));
    worker.on('exit', () => this.lost(worker, new Error('the thread for plans has ended')));
    return worker;
  }

  private lost(worker: Worker, error: unknown): void {
    if (worker !== this.worker) return;
    this.worker = undefined;
    const failed = this.current;
    this.current = undefined;
    failed?.reject(error);
    this.next();
  }

  private async dismiss(reason?: Error): Promise<void> {
    clearTimeout(this.timer);
    const worker = this.worker;
    if (worker === undefined) return;
    this.lost(worker, reason ?? new Error('the thread for plans was dismissed'));
    await worker.terminate();
  }
}
