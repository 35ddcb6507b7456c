import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../rig/eventually.ts';
import { freePort } from '../../rig/free-port.ts';
import { unprivilegedUser } from '../../rig/unprivileged-user.ts';
import { Program } from '../program.ts';
import { answers, basics } from '../server.ts';
import type { StackFolder } from '../stack-folder.ts';
import { leaderInEtcd, type EtcdMember } from './etcd.ts';
import { linkConfiguration, prepareHaproxy, type Way } from './haproxy.ts';
import { patroniConfiguration, type Patience } from './patroni-settings.ts';

/** One node of the database: a Patroni, its PostgreSQL, and the way between it and all others. */
export interface DatabaseNode {
  readonly name: string;
  readonly port: number;
  readonly restPort: number;
  readonly configFile: string;
  readonly patroni: Program;
  /** The way by which the other nodes reach it: those who copy from it, and their Patroni. */
  readonly fromPeers: Program;
  /** The way by which its Patroni reaches etcd. */
  readonly toEtcd: Program;
  /** Process ids of PostgreSQL, the postmaster's first; none when it does not run. */
  postgresPids(): readonly number[];
}

export interface NodePrograms {
  readonly patroni: string;
  readonly haproxy: string;
  readonly postgresBin: string;
}

/** Prepares one node; the ways to and from it are there already, its Patroni is not. */
export async function prepareNode(
  folder: StackFolder,
  programs: NodePrograms,
  number: number,
  etcd: readonly EtcdMember[],
  patience: Patience,
): Promise<DatabaseNode> {
  const name = `pg${number}`;
  const home = folder.folder(name);
  const user = unprivilegedUser();
  if (user !== undefined) chownSync(home, user.uid, user.gid);
  const [port, restPort] = [await freePort(), await freePort()];
  const inward = [
    { name: 'postgres', from: await freePort(), to: port },
    { name: 'rest', from: await freePort(), to: restPort },
  ] as const;
  const outward = await Promise.all(
    etcd.map(async (member) => ({ name: member.name, from: await freePort(), to: member.clientPort })),
  );
  const link = (what: string, ways: readonly Way[]) =>
    prepareHaproxy(folder, {
      name: `${name} ${what}`,
      file: programs.haproxy,
      configuration: linkConfiguration(ways),
      port: ways[0]?.from ?? 0,
    });
  const [fromPeers, toEtcd] = [link('from its peers', inward), link('to etcd', outward)];
  await Promise.all([fromPeers.start(), toEtcd.start()]);

  const configFile = join(home, 'patroni.yml');
  const configuration = patroniConfiguration({
    ...{ name, home, port, restPort, patience, bin: programs.postgresBin },
    reachedAt: { postgres: `127.0.0.1:${inward[0].from}`, rest: `127.0.0.1:${inward[1].from}` },
    etcdHosts: outward.map(({ from }) => `127.0.0.1:${from}`),
  });
  writeFileSync(configFile, configuration);
  const pidFile = join(home, 'data', 'postmaster.pid');
  folder.willEndByFile(pidFile, 'QUIT');
  const patroni = new Program(folder, {
    name: `Patroni of ${name}`,
    file: programs.patroni,
    args: [configFile],
    cwd: home,
    env: { ...basics(), HOME: home, LC_ALL: 'C.UTF-8' },
    user,
    endsBy: 'TERM',
    // Its database takes connections.
    isReady: () => answers(`http://127.0.0.1:${restPort}/health`),
    readyTimeoutMs: 120_000,
  });
  return {
    ...{ name, port, restPort, configFile, patroni, fromPeers, toEtcd },
    postgresPids: () => {
      const postmaster = pidIn(pidFile, join(home, 'data'));
      return postmaster === undefined ? [] : [postmaster, ...childrenOf(postmaster)];
    },
  };
}

export interface DatabaseCluster {
  readonly database: readonly DatabaseNode[];
  readonly etcd: readonly EtcdMember[];
}

/** How one node stands, as Patroni tells it. */
export interface NodeState {
  readonly name: string;
  readonly role: string;
  readonly state: string;
}

/** Undefined while none leads. Asked of etcd: one that is cut off may go on believing that it is the leader. */
export async function leaderOf({ database, etcd }: DatabaseCluster): Promise<DatabaseNode | undefined> {
  const name = await leaderInEtcd(etcd);
  return database.find((node) => node.name === name);
}

/** What the leader says of itself and of the others; nothing while none leads. */
export async function readCluster(cluster: DatabaseCluster): Promise<readonly NodeState[]> {
  const leader = await leaderOf(cluster);
  if (leader === undefined) return [];
  const signal = AbortSignal.timeout(2_000);
  const response = await fetch(`http://127.0.0.1:${leader.restPort}/cluster`, { signal });
  return ((await response.json()) as { members: NodeState[] }).members;
}

/** Resolves when one leads, one is its synchronous standby, and all others follow. */
export async function untilWhole(cluster: DatabaseCluster, withinMs = 180_000): Promise<void> {
  const isWhole = async () => {
    const members = await readCluster(cluster);
    const count = (role: string) => members.filter((member) => member.role === role).length;
    const isWorking = members.every(({ state }) => state === 'running' || state === 'streaming');
    const areAllThere = members.length === cluster.database.length;
    return areAllThere && count('leader') === 1 && count('sync_standby') === 1 && isWorking;
  };
  await eventually('one node leads and all others follow', isWhole, { withinMs, everyMs: 250 });
}

/** So many connections one after the other must lead to the leader until a proxy has looked at every node. */
const LOOKS = 9;

/** Makes the role and the database over the proxy, once that leads to nobody but the leader. */
export async function makeDatabase(bin: string, port: number): Promise<void> {
  const address = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres'];
  const psql = (sql: string): string => {
    const options = [...address, '-v', 'ON_ERROR_STOP=1', '-Atqc', sql, 'postgres'];
    const env = { ...basics(), PGCONNECT_TIMEOUT: '3' };
    const { status, stdout, stderr } = spawnSync(join(bin, 'psql'), options, { encoding: 'utf8', env });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const leads = () => psql('select pg_is_in_recovery()') === 'f';
  // Until it has asked, HAProxy takes every node for one that leads.
  const alwaysLeads = () => Array.from({ length: LOOKS }, leads).every((is) => is);
  await eventually('the database takes writes', alwaysLeads, { withinMs: 60_000, everyMs: 500 });
  psql('create role jari login');
  psql('create database jari owner jari');
}

function pidIn(file: string, worksIn: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    return readlinkSync(`/proc/${pid}/cwd`) === worksIn ? pid : undefined;
  } catch {
    return undefined;
  }
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const stat = /^\d+$/.test(name) ? readFileSync(`/proc/${name}/stat`, 'utf8') : '';
      // After the name in brackets: state, parent.
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] === String(parent) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}
