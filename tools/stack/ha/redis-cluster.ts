import { spawnSync } from 'node:child_process';
import { eventually } from '../../rig/eventually.ts';
import { freePort } from '../../rig/free-port.ts';
import { Program } from '../program.ts';
import { ask } from '../redis.ts';
import { basics } from '../server.ts';
import type { StackFolder } from '../stack-folder.ts';

/** A node of a cluster also listens on a port that much above its own. */
const CLUSTER_BUS = 10_000;
/** A node is called dead when it has been silent for so long; its replica then takes another second or two. */
const NODE_TIMEOUT_MS = 2_000;

export interface RedisNode {
  readonly port: number;
  readonly program: Program;
}

export interface RedisCluster {
  /** Some of its nodes, which name the others. */
  readonly url: string;
  readonly nodes: readonly RedisNode[];
  /** The node that serves what belongs to this hash tag; undefined while none does. */
  masterOf(tag: string): Promise<RedisNode | undefined>;
  /** Undefined while it has none. */
  replicaOf(master: RedisNode): Promise<RedisNode | undefined>;
  /** Resolves when every node is there, three lead, and each of them has a replica that has caught up. */
  untilWhole(withinMs?: number): Promise<void>;
}

/** Three masters and a replica of each. As in compose.yaml they keep places in line when they begin anew. */
export async function startRedisCluster(
  folder: StackFolder,
  programs: { readonly server: string; readonly cli: string },
): Promise<RedisCluster> {
  const nodes = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((number) => prepareNode(folder, programs.server, number)),
  );
  await Promise.all(nodes.map(({ program }) => program.start()));
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  create(programs.cli, addresses);
  const cluster = new ClusterOfSix(nodes);
  await cluster.untilWhole();
  return cluster;
}

class ClusterOfSix implements RedisCluster {
  constructor(readonly nodes: readonly RedisNode[]) {}

  get url(): string {
    return this.nodes.map(({ port }) => `redis://127.0.0.1:${port}`).join(',');
  }

  async masterOf(tag: string): Promise<RedisNode | undefined> {
    const slot = Number((await this.ask('CLUSTER', 'KEYSLOT', `{${tag}}`)).slice(1));
    const rows = readTable(await this.ask('CLUSTER', 'NODES'));
    const row = rows.find((each) => each.isMaster && !each.isFailing && each.has(slot));
    return this.nodes.find(({ port }) => port === row?.port);
  }

  async replicaOf({ port }: RedisNode): Promise<RedisNode | undefined> {
    const rows = readTable(await this.ask('CLUSTER', 'NODES'));
    const id = rows.find((row) => row.port === port)?.id;
    const row = rows.find((each) => id !== undefined && each.follows === id);
    return this.nodes.find((node) => node.port === row?.port);
  }

  async untilWhole(withinMs = 60_000): Promise<void> {
    await eventually('the Redis cluster is whole', () => this.isWhole(), { withinMs, everyMs: 100 });
  }

  private async isWhole(): Promise<boolean> {
    const rows = readTable(await this.ask('CLUSTER', 'NODES'));
    const masters = rows.filter((row) => row.isMaster && row.slots.length > 0);
    const followed = new Set(rows.flatMap(({ follows }) => follows ?? []));
    if (rows.length !== this.nodes.length || rows.some((row) => row.isFailing)) return false;
    if (masters.length !== 3 || masters.some(({ id }) => !followed.has(id))) return false;
    const infos = await Promise.all(this.nodes.map(({ port }) => ask(port, ['INFO', 'replication'])));
    return infos.every((info) => info.includes('role:master') || info.includes('master_link_status:up'));
  }

  /** Asks any node that answers. */
  private async ask(...words: readonly string[]): Promise<string> {
    for (const { port, program } of this.nodes) {
      const answer = program.isRunning ? await ask(port, words).catch(() => '') : '';
      if (answer !== '') return answer;
    }
    throw new Error('No node of the Redis cluster answers.');
  }
}

async function prepareNode(folder: StackFolder, file: string, number: number): Promise<RedisNode> {
  const port = await freePort({ alsoAbove: CLUSTER_BUS });
  const home = folder.folder(`redis-${number}`);
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: home,
    save: '',
    appendonly: 'yes',
    'maxmemory-policy': 'noeviction',
    'cluster-enabled': 'yes',
    'cluster-config-file': 'nodes.conf',
    'cluster-node-timeout': String(NODE_TIMEOUT_MS),
    // Events whose master is there go on while another one's is not.
    'cluster-require-full-coverage': 'no',
    'repl-diskless-sync-delay': '0',
  };
  const program = new Program(folder, {
    name: `Redis ${number}`,
    file,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    cwd: home,
    env: basics(),
    endsBy: 'TERM',
    isReady: async () => (await ask(port, ['PING'])).startsWith('+PONG'),
  });
  return { port, program };
}

interface Row {
  readonly id: string;
  readonly port: number;
  readonly isMaster: boolean;
  readonly isFailing: boolean;
  /** The id of its master, where it is a replica. */
  readonly follows: string | undefined;
  readonly slots: readonly string[];
  has(slot: number): boolean;
}

/** Reads what `CLUSTER NODES` tells: id, address, flags, master, four words about the connection, slots. */
export function readTable(text: string): readonly Row[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(' '))
    .filter((words) => words.length >= 8)
    .map(([id = '', address = '', flags = '', follows = '', , , , , ...slots]) => ({
      id,
      port: Number(/:(\d+)@/.exec(address)?.[1]),
      isMaster: flags.includes('master'),
      isFailing: /fail|noaddr|handshake/.test(flags),
      follows: follows === '-' ? undefined : follows,
      slots,
      has: (slot) => slots.some((range) => isIn(range, slot)),
    }));
}

function isIn(range: string, slot: number): boolean {
  const [from = Number.NaN, to = from] = range.split('-').map(Number);
  return slot >= from && slot <= to;
}

function create(file: string, addresses: readonly string[]): void {
  const args = ['--cluster', 'create', ...addresses, '--cluster-replicas', '1', '--cluster-yes'];
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new Error(`redis-cli failed:\n${stdout}${stderr}`);
}
