import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** How a silent line behaves. */
export type Silence =
  /** Bytes are taken and lost: the sender's packets are acknowledged, and nothing comes of them. */
  | 'swallowing'
  /** Bytes are not taken: they are not acknowledged once the buffers on the way are full. */
  | 'unacknowledged'
  /** Only what comes back is lost: the other side gets every request, and its answers go nowhere. */
  | 'deaf';

/** A proxy in front of one server, whose lines can be made to fall silent without anybody being told. */
export interface TcpProxy {
  readonly port: number;
  /** Silences the lines there are, and new ones as well when `alsoNew`; those that follow `heal` work. */
  silence(how: Silence, options?: { readonly alsoNew?: boolean }): void;
  /** Ends the lines there are: in order, or as a machine does that knows nothing of them (RST). New ones work. */
  cut(how?: 'in order' | 'reset'): void;
  /** Whatever is sent from now on, in either direction, arrives so much later; in order. */
  delay(delayMs: number): void;
  /** New lines work; those that were silenced stay so for ever. */
  heal(): void;
  close(): Promise<void>;
}

interface Line {
  readonly near: Socket;
  readonly far: Socket;
  silence: Silence | undefined;
}

/** @param listenOn the address at which it is reached */
export async function startTcpProxy(
  target: { readonly host: string; readonly port: number },
  listenOn = '127.0.0.1',
): Promise<TcpProxy> {
  const lines = new Set<Line>();
  let ofNewLines: Silence | undefined;
  let delayMs = 0;
  const server = createServer((near) => {
    const line: Line = { near, far: connect(target.port, target.host), silence: undefined };
    lines.add(line);
    for (const [from, to, isBack] of [
      [near, line.far, false],
      [line.far, near, true],
    ] as const) {
      const later = inOrder(() => delayMs);
      from.on('data', (bytes) => {
        const isLost = line.silence === 'swallowing' || (line.silence === 'deaf' && isBack);
        if (!isLost && line.silence !== 'unacknowledged') later(() => void to.write(bytes));
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        // A silent line does not tell either that its other end has gone.
        if (line.silence === undefined) later(() => void to.destroy());
        if (near.destroyed && line.far.destroyed) lines.delete(line);
      });
    }
    if (ofNewLines !== undefined) hush(line, ofNewLines);
  });
  server.listen(0, listenOn);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    silence: (how, { alsoNew = false } = {}) => {
      for (const line of lines) hush(line, how);
      if (alsoNew) ofNewLines = how;
    },
    cut: (how = 'in order') => {
      for (const { near, far } of lines) {
        for (const socket of [near, far]) {
          if (how === 'reset') socket.resetAndDestroy();
          else socket.destroy();
        }
      }
      lines.clear();
    },
    delay: (ms) => (delayMs = ms),
    heal: () => (ofNewLines = undefined),
    close: async () => {
      for (const { near, far } of lines) for (const socket of [near, far]) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What is done later is done in the order in which it came, however long the delay is by then. */
function inOrder(delayMs: () => number): (act: () => void) => void {
  const waiting: { readonly dueAt: number; readonly act: () => void }[] = [];
  const work = (): void => {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const leftMs = next.dueAt - performance.now();
      if (leftMs > 0) return void setTimeout(work, Math.ceil(leftMs));
      waiting.shift();
      next.act();
    }
  };
  return (act) => {
    waiting.push({ dueAt: performance.now() + delayMs(), act });
    if (waiting.length === 1) work();
  };
}

function hush(line: Line, how: Silence): void {
  line.silence = how;
  if (how !== 'unacknowledged') return;
  line.near.pause();
  line.far.pause();
}
