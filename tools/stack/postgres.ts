import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../rig/free-port.ts';
import { unprivilegedUser } from '../rig/unprivileged-user.ts';
import { Program } from './program.ts';
import type { StackFolder } from './stack-folder.ts';

export interface Postgres {
  readonly url: string;
  readonly program: Program;
}

/**
 * A throw-away PostgreSQL with a database `jari` on loopback. The data live as long as the folder.
 * @param env what it is started with beside our own environment
 */
export async function startPostgres(
  folder: StackFolder,
  bin: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Postgres> {
  const home = folder.folder('postgres');
  const data = join(home, 'data');
  const user = unprivilegedUser();
  if (user !== undefined) chownSync(home, user.uid, user.gid);
  run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'jari', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    home,
  );

  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: home,
    max_connections: '200',
  };
  const program = new Program(folder, {
    name: 'PostgreSQL',
    file: join(bin, 'postgres'),
    args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    cwd: home,
    env: { ...process.env, ...env },
    user,
    // Cuts its clients off instead of waiting for them.
    endsBy: 'INT',
    // Backends of one that was killed hold on to its memory until they notice.
    startTries: 20,
    isReady: () =>
      Promise.resolve(
        spawnSync(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]).status === 0,
      ),
  });
  await program.start();
  run(join(bin, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'jari', 'jari'], home);
  return { url: `postgres://jari@127.0.0.1:${port}/jari`, program };

  function run(file: string, args: readonly string[], cwd: string): void {
    const { status, stderr, error } = spawnSync(file, args, { cwd, encoding: 'utf8', ...user });
    if (status !== 0) throw new Error(`${file} failed: ${error?.message ?? stderr}`);
  }
}
