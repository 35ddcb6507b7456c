import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from '../rig/free-port.ts';
import { Program } from './program.ts';
import type { StackFolder } from './stack-folder.ts';

export interface Redis {
  readonly url: string;
  readonly port: number;
  readonly program: Program;
  /** Sends one command and resolves to the raw answer, e.g. `+OK` or `:1`. */
  readonly command: (...words: readonly string[]) => Promise<string>;
}

/** A throw-away Redis on loopback; as in compose.yaml it keeps places in line when it begins anew. */
export async function startRedis(folder: StackFolder, file: string): Promise<Redis> {
  const port = await freePort();
  const home = folder.folder('redis');
  const command = (...words: readonly string[]) => ask(port, words);
  const program = new Program(folder, {
    name: 'Redis',
    file,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', home],
      ...['--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'],
    ],
    cwd: home,
    endsBy: 'TERM',
    isReady: async () => (await command('PING')).startsWith('+PONG'),
  });
  await program.start();
  return { url: `redis://127.0.0.1:${port}`, port, program, command };
}

/** The protocol is simple enough to do without a client for a word or two. */
export async function ask(port: number, words: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.setTimeout(2_000, () => socket.destroy(new Error('Redis did not answer.')));
    socket.write(
      `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString().trimEnd();
  } finally {
    socket.destroy();
  }
}
