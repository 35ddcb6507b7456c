/** What dies together: all that waits on behalf of it is forgotten when it is gone. */
export class Owner {
  isGone = false;

  constructor(readonly name: string) {}
}

interface Task {
  readonly at: number;
  readonly order: number;
  readonly owner: Owner;
  readonly run: () => void;
  isCancelled: boolean;
}

/** Where simulated time begins. */
export const START_MS = 1_800_000_000_000;

/**
 * The one who decides what happens next. Everything that takes time, or leaves the process in reality, is a task at
 * a moment of simulated time; between two tasks all that follows from the first without waiting is done to the end.
 *
 * So a run is one sequence of tasks. There is nothing else that it could hang on.
 */
export class Scheduler {
  now = START_MS;
  /** On whose behalf the code runs. */
  current: Owner;
  private order = 0;
  private readonly heap: Task[] = [];
  private readonly immediates: (() => void)[] = [];
  tasksRun = 0;
  /** Of what happened: two runs that differ in anything differ in this. */
  digest = 0x811c9dc5;

  constructor(readonly nobody = new Owner('nobody')) {
    this.current = nobody;
  }

  /** Has something done after so long. Returns what calls it off. */
  after(owner: Owner, delayMs: number, run: () => void): () => void {
    const task = {
      at: this.now + (delayMs > 0 ? delayMs : 0),
      order: this.order++,
      owner,
      run,
      isCancelled: false,
    };
    push(this.heap, task);
    return () => (task.isCancelled = true);
  }

  delay(owner: Owner, delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(owner, delayMs, resolve));
  }

  /** Has something done when all that follows from now without waiting is done. */
  immediately(run: () => void): void {
    this.immediates.push(run);
  }

  /** Lets time pass. `look` is called after every task. */
  async advance(ms: number, look: () => void): Promise<void> {
    const end = this.now + ms;
    // What was begun from outside is done on nobody's behalf: else its timers would die with whoever comes next.
    await this.quiet();
    for (let next = this.heap[0]; next !== undefined && next.at <= end; next = this.heap[0]) {
      pop(this.heap);
      if (next.isCancelled || next.owner.isGone) continue;
      if (next.at > this.now) this.now = next.at;
      this.tasksRun++;
      this.note(next.order);
      this.note(this.now % 1_000_000_000);
      this.current = next.owner;
      next.run();
      await this.quiet();
      look();
    }
    this.current = this.nobody;
    this.now = end;
  }

  /** Resolves when everything that needs no waiting is done. */
  async quiet(): Promise<void> {
    await afterMicrotasks();
    for (let next = this.immediates.shift(); next !== undefined; next = this.immediates.shift()) {
      next();
      await afterMicrotasks();
    }
  }

  /** Mixes a number into the digest: FNV-1a over its halves. */
  note(value: number): void {
    const whole = value | 0;
    const rest = ((value - Math.floor(value)) * 2 ** 31) | 0;
    this.digest = Math.imul(Math.imul(this.digest ^ whole, 0x01000193) ^ rest, 0x01000193);
  }

  noteText(text: string): void {
    let { digest } = this;
    for (let i = 0; i < text.length; i++) digest = Math.imul(digest ^ text.charCodeAt(i), 0x01000193);
    this.digest = digest;
  }
}

/**
 * Node runs what was put off to the next tick when no promise has anything left to do; asked from within a promise's
 * own turn, as here. A quarter of what a turn of the event loop costs.
 */
function afterMicrotasks(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

function isBefore(a: Task, b: Task): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Task[], task: Task): void {
  let i = heap.push(task) - 1;
  while (i > 0) {
    const above = (i - 1) >> 1;
    const other = heap[above];
    if (other === undefined || !isBefore(task, other)) break;
    heap[i] = other;
    i = above;
  }
  heap[i] = task;
}

function pop(heap: Task[]): void {
  const task = heap.pop();
  if (task === undefined || heap.length === 0) return;
  let i = 0;
  for (;;) {
    let below = 2 * i + 1;
    let least = heap[below];
    if (least === undefined) break;
    const right = heap[below + 1];
    if (right !== undefined && isBefore(right, least)) {
      least = right;
      below++;
    }
    if (!isBefore(least, task)) break;
    heap[i] = least;
    i = below;
  }
  heap[i] = task;
}
