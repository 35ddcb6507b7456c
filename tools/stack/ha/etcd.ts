import { freePort } from '../../rig/free-port.ts';
import { Program } from '../program.ts';
import { answers, basics } from '../server.ts';
import type { StackFolder } from '../stack-folder.ts';

export interface EtcdMember {
  readonly name: string;
  readonly clientPort: number;
  readonly program: Program;
}

/**
 * Three members of etcd, where Patroni keeps who leads. Patroni speaks the protocol of version 2 with them, which has
 * to be turned on: with version 3 the Patroni of Debian 12 let two nodes lead when the leader was paused.
 */
export async function startEtcd(folder: StackFolder, file: string): Promise<readonly EtcdMember[]> {
  const members = await Promise.all(
    [1, 2, 3].map(async (number) => ({
      name: `etcd${number}`,
      clientPort: await freePort(),
      peerPort: await freePort(),
    })),
  );
  const cluster = members.map(({ name, peerPort }) => `${name}=${local(peerPort)}`).join(',');
  const started = members.map(({ name, clientPort, peerPort }) => {
    const settings = {
      name,
      'data-dir': folder.folder(name),
      'listen-client-urls': local(clientPort),
      'advertise-client-urls': local(clientPort),
      'listen-peer-urls': local(peerPort),
      'initial-advertise-peer-urls': local(peerPort),
      'initial-cluster': cluster,
      'initial-cluster-state': 'new',
      'enable-v2': 'true',
      // Three on one disk that others use as well: an election at every slow fsync would help nobody.
      'heartbeat-interval': '200',
      'election-timeout': '2000',
      'log-level': 'warn',
      logger: 'zap',
    };
    const program = new Program(folder, {
      name,
      file,
      args: Object.entries(settings).map(([option, value]) => `--${option}=${value}`),
      cwd: folder.folder(name),
      env: basics(),
      endsBy: 'TERM',
      isReady: () => answers(`${local(clientPort)}/health`),
      readyTimeoutMs: 60_000,
    });
    return { name, clientPort, program };
  });
  // None is ready before a majority is there.
  await Promise.all(started.map(({ program }) => program.start()));
  return started;
}

/** The member that leads, as it says itself; undefined while none does. */
export async function leadingEtcd(members: readonly EtcdMember[]): Promise<EtcdMember | undefined> {
  for (const member of members) {
    if (!member.program.isRunning) continue;
    try {
      const url = `${local(member.clientPort)}/v2/stats/self`;
      const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
      const { state } = (await response.json()) as { state?: string };
      if (state === 'StateLeader') return member;
    } catch {
      // It is not there; another may be.
    }
  }
  return undefined;
}

/** The name of the database's node that leads, as etcd knows it; undefined while none does. */
export async function leaderInEtcd(members: readonly EtcdMember[]): Promise<string | undefined> {
  for (const member of members) {
    if (!member.program.isRunning) continue;
    try {
      const url = `${local(member.clientPort)}/v2/keys/service/jari/leader?quorum=true`;
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      const { node } = (await response.json()) as { node?: { value?: string } };
      return node?.value;
    } catch {
      // It is not there; another may be.
    }
  }
  return undefined;
}

function local(port: number): string {
  return `http://127.0.0.1:${port}`;
}
