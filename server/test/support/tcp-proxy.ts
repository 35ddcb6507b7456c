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
  /** New lines work; those that were silenced stay so for ever. */
  heal(): void;
  close(): Promise<void>;
}

interface Line {
  readonly near: Socket;
  readonly far: Socket;
  silence: Silence | undefined;
}

export async function startTcpProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<TcpProxy> {
  const lines = new Set<Line>();
  let ofNewLines: Silence | undefined;
  const server = createServer((near) => {
    const line: Line = { near, far: connect(target.port, target.host), silence: undefined };
    lines.add(line);
    for (const [from, to, isBack] of [
      [near, line.far, false],
      [line.far, near, true],
    ] as const) {
      from.on('data', (bytes) => {
        const isLost = line.silence === 'swallowing' || (line.silence === 'deaf' && isBack);
        if (!isLost && line.silence !== 'unacknowledged') to.write(bytes);
      });
      from.on('error', () => undefined);
      // A silent line does not tell either that its other end has gone.
      from.on('close', () => (line.silence === undefined ? to.destroy() : undefined));
    }
    if (ofNewLines !== undefined) hush(line, ofNewLines);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    silence: (how, { alsoNew = false } = {}) => {
      for (const line of lines) hush(line, how);
      if (alsoNew) ofNewLines = how;
    },
    heal: () => (ofNewLines = undefined),
    close: async () => {
      for (const { near, far } of lines) for (const socket of [near, far]) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function hush(line: Line, how: Silence): void {
  line.silence = how;
  if (how !== 'unacknowledged') return;
  line.near.pause();
  line.far.pause();
}
