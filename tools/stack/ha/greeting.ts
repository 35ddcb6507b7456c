import type { HaStack } from './ha-stack.ts';

/** What the person who started it wants to know: where everything is, and what to kill. */
export function greetingOf(stack: HaStack): readonly string[] {
  const [node] = stack.database;
  return [
    '',
    `Jari runs:    ${stack.gateway.url}`,
    `Servers:      ${stack.servers.map(({ url, program }) => `${url} (${program.pid})`).join('  ')}`,
    `PostgreSQL:   ${stack.proxy.url}: whichever of these leads`,
    ...stack.database.map(
      (each) =>
        `  ${each.name}: port ${each.port}, Patroni ${each.patroni.pid} at http://127.0.0.1:${each.restPort}/cluster, ` +
        `PostgreSQL ${each.postgresPids()[0] ?? 'not running'}`,
    ),
    `etcd:         ${stack.etcd.map(({ clientPort, program }) => `127.0.0.1:${clientPort} (${program.pid})`).join('  ')}`,
    `Redis:        ${stack.redis.nodes.map(({ port, program }) => `127.0.0.1:${port} (${program.pid})`).join('  ')}`,
    `Admin token:  ${stack.secrets.adminToken}`,
    '',
    'In brackets are process ids. kill -9 any one of them, or pause it with kill -STOP, and look:',
    `  patronictl -c ${node?.configFile ?? ''} list`,
    `  patronictl -c ${node?.configFile ?? ''} switchover`,
    'Of what is ended in this way only PostgreSQL comes back by itself, by its Patroni.',
    '',
    'Everything is temporary. Ctrl-C ends it.',
  ];
}
