import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';

/**
 * A process of its own: everybody who watches, and the one who changes something. Both in one process, so that
 * one clock measures from the request to the last watcher. Plain sockets with one buffer for all, because what
 * reading costs here is missing there: two cores serve all.
 *
 *   told to start ──► opens all ──► says 'open' ──► told to go on ──► makes the changes ──► sends the times
 */
export interface StreamTask {
  readonly url: string;
  readonly watchedUrl: string;
  readonly event: string;
  readonly clients: number;
  readonly changes: number;
}

/** So many connect at the same time: fewer than wait in the listening socket's queue. */
const OPENING = 200;
/** Before counting, so that V8 has compiled both ends. */
const WARM_UP_CHANGES = 5;
const PATIENCE_MS = 60_000;

class Watchers {
  private readonly buffer = Buffer.alloc(64 * 1024);
  private readonly sequences: number[] = [];
  private readonly rests: string[] = [];
  private target = 0;
  private missing = 0;
  private onAll: () => void = () => undefined;

  constructor(private readonly task: StreamTask) {}

  get sequence(): number {
    return this.sequences[0] ?? NaN;
  }

  async open(): Promise<void> {
    for (let from = 0; from < this.task.clients; from += OPENING) {
      const count = Math.min(OPENING, this.task.clients - from);
      await Promise.all(Array.from({ length: count }, (_, i) => this.openOne(from + i)));
    }
  }

  /** Resolves to the moment when everybody has a change of this sequence, or a later one. */
  async all(sequence: number): Promise<number> {
    this.target = sequence;
    this.missing = this.sequences.filter((seen) => seen < sequence).length;
    if (this.missing > 0) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`${this.missing} did not see ${sequence}.`)),
          PATIENCE_MS,
        );
        this.onAll = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return performance.now();
  }

  private async openOne(client: number): Promise<void> {
    const { hostname, port, host } = new URL(this.task.watchedUrl);
    this.sequences[client] = -1;
    this.rests[client] = '';
    let onSnapshot: () => void = () => undefined;
    const hasSnapshot = new Promise<void>((resolve) => (onSnapshot = resolve));
    const socket = connect({
      host: hostname,
      port: Number(port),
      // As many addresses as a crowd has, so that no limit per address is measured. Linux has all of 127/8.
      ...(process.platform === 'linux' ? { localAddress: `127.0.1.${1 + (client % 250)}` } : {}),
      onread: {
        buffer: this.buffer,
        callback: (length) => {
          this.read(client, length);
          if (this.sequences[client] !== -1) onSnapshot();
          return true;
        },
      },
    });
    const failed = once(socket, 'close').then(() => Promise.reject(new Error('A stream was closed.')));
    failed.catch(() => undefined);
    socket.on('error', () => socket.destroy());
    socket.write(
      `GET /api/v1/events/${this.task.event}/stream HTTP/1.1\r\nhost: ${host}\r\naccept: text/event-stream\r\n\r\n`,
    );
    await Promise.race([hasSnapshot, failed]);
  }

  /** Looks for the newest `id:` line; its number may stand behind the epoch of the log and a colon. */
  private read(client: number, length: number): void {
    const text = (this.rests[client] ?? '') + this.buffer.toString('latin1', 0, length);
    const from = text.lastIndexOf('\nid: ');
    const end = text.indexOf('\n', from + 1);
    // What ended a line stays, for an event that begins the next piece.
    this.rests[client] = end === -1 ? text.slice(-200) : text.slice(-1);
    if (from === -1 || end === -1) return;
    const id = text.slice(from + 5, end);
    const sequence = Number(id.slice(id.lastIndexOf(':') + 1));
    const before = this.sequences[client] ?? -1;
    this.sequences[client] = sequence;
    if (before < this.target && sequence >= this.target && --this.missing === 0) this.onAll();
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Holds one seat. */
async function change(task: StreamTask, number: number): Promise<void> {
  const sent = request(`${task.url}/api/v1/events/${task.event}/hold`, {
    agent,
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-user-id': `watched-${number}` },
  });
  sent.end(`{"seat_ids":[${number}]}`);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  if (answer.statusCode !== 200) throw new Error(`A hold was refused: ${answer.statusCode ?? '?'}`);
  await once(answer, 'end');
}

const told = once(process, 'message');
const [task] = (await told) as [StreamTask];
const watchers = new Watchers(task);
await watchers.open();
const goOn = once(process, 'message');
process.send?.('open');
await goOn;

const first = watchers.sequence;
const latenciesMs: number[] = [];
for (let number = 1; number <= WARM_UP_CHANGES + task.changes; number++) {
  const everybodyAt = watchers.all(first + number);
  const startedAt = performance.now();
  const [lastAt] = await Promise.all([everybodyAt, change(task, number)]);
  if (number > WARM_UP_CHANGES) latenciesMs.push(lastAt - startedAt);
}
process.send?.(latenciesMs, () => process.exit());
