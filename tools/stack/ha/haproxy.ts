import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { Program } from '../program.ts';
import { basics } from '../server.ts';
import type { StackFolder } from '../stack-folder.ts';

/** One HAProxy of the stack, with whatever configuration. */
export function prepareHaproxy(
  folder: StackFolder,
  { name, file, configuration, port }: { name: string; file: string; configuration: string; port: number },
): Program {
  const home = folder.folder(name);
  const path = join(home, 'haproxy.cfg');
  writeFileSync(path, configuration);
  return new Program(folder, {
    name,
    file,
    // Without -D it stays in the foreground; -db keeps even that what a configuration might say.
    args: ['-db', '-f', path],
    cwd: home,
    env: basics(),
    endsBy: 'TERM',
    isReady: () => isListening(port),
  });
}

export interface Candidate {
  readonly name: string;
  readonly port: number;
  readonly restPort: number;
}

/**
 * The one address of the database: connections go to the node whose Patroni says that it leads, and when it no longer
 * does they are cut, so that no pool goes on speaking with a former primary.
 */
export function leaderConfiguration(port: number, candidates: readonly Candidate[]): string {
  const servers = candidates.map(
    (node) => `  server ${node.name} 127.0.0.1:${node.port} check port ${node.restPort}`,
  );
  return lines(
    ...shared,
    'listen postgres',
    `  bind 127.0.0.1:${port}`,
    '  option httpchk OPTIONS /primary',
    '  http-check expect status 200',
    // A node that is silent is down after two checks of at most two seconds; the new one is up after one.
    '  default-server inter 1s fastinter 500ms downinter 500ms fall 2 rise 1 on-marked-down shutdown-sessions',
    ...servers,
  );
}

export interface Way {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Ways from port to port, through which one node and the others reach each other: what can be cut. */
export function linkConfiguration(ways: readonly Way[]): string {
  const listeners = ways.flatMap(({ name, from, to }) => [
    `listen ${name}`,
    `  bind 127.0.0.1:${from}`,
    `  server ${name} 127.0.0.1:${to}`,
  ]);
  return lines(...shared, ...listeners);
}

const shared = [
  'global',
  '  maxconn 2000',
  'defaults',
  '  mode tcp',
  '  timeout connect 2s',
  '  timeout check 2s',
  // Idle connections of pools live; who is gone is found by keep-alive probes.
  '  timeout client 24h',
  '  timeout server 24h',
  '  option clitcpka',
  '  option srvtcpka',
];

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } finally {
    socket.destroy();
  }
}
