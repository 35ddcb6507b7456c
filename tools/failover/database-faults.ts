import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { signalAll } from '../rig/process-tree.ts';
import { requireProgram } from '../rig/programs.ts';
import { leadingEtcd } from '../stack/ha/etcd.ts';
import type { HaStack } from '../stack/ha/ha-stack.ts';
import { readCluster, type DatabaseNode } from '../stack/ha/patroni.ts';
import type { Program } from '../stack/program.ts';
import type { Fault, Mend } from './fault.ts';

const nothing: Mend = () => Promise.resolve();

/** Every way in which a leader of the database is lost here; the more often one stands in it, the more often it comes. */
export const databaseFailovers: readonly Fault[] = [
  ...times(4, 'postmaster killed', async (stack) => {
    signalAll((await nodeBy(stack, 'leader')).postgresPids().slice(0, 1), 'SIGKILL');
    return nothing;
  }),
  ...times(2, 'node killed', async (stack) => killNode(await nodeBy(stack, 'leader'))),
  ...times(2, 'node paused', async (stack) => {
    const node = await nodeBy(stack, 'leader');
    return pause([node.patroni.pid, ...node.postgresPids()]);
  }),
  ...times(2, 'Patroni paused', async (stack) => pause([(await nodeBy(stack, 'leader')).patroni.pid])),
  ...times(1, 'cut from peers and etcd', async (stack) => {
    const { fromPeers, toEtcd } = await nodeBy(stack, 'leader');
    return pause([fromPeers.pid, toEtcd.pid]);
  }),
  ...times(1, 'cut from etcd', async (stack) => pause([(await nodeBy(stack, 'leader')).toEtcd.pid])),
  ...times(3, 'switchover', async (stack) => {
    await switchOver(stack);
    return nothing;
  }),
];

/** What must be borne without another leader, or until the way is free again. */
export const databaseTrials: readonly Fault[] = [
  trial('postmaster paused', async (stack) => {
    return pause((await nodeBy(stack, 'leader')).postgresPids().slice(0, 1));
  }),
  trial('etcd leader killed', async (stack) => {
    const member = await leadingEtcd(stack.etcd);
    await member?.program.kill9();
    return async () => member?.program.start();
  }),
  trial('synchronous standby killed', async (stack) => killNode(await nodeBy(stack, 'sync_standby'))),
  trial('synchronous standby paused', async (stack) => {
    const node = await nodeBy(stack, 'sync_standby');
    return pause([node.patroni.pid, ...node.postgresPids()]);
  }),
  // Nothing is acknowledged meanwhile, and nothing can be: both standbys hear nothing.
  trial('replication silent', async (stack) => {
    const goOn = pause([(await nodeBy(stack, 'leader')).fromPeers.pid]);
    await delay(8_000);
    await goOn();
    return nothing;
  }),
];

function times(count: number, kind: string, inflict: Fault['inflict']): Fault[] {
  return Array.from(
    { length: count },
    () => ({ kind, family: 'postgres', movesLeader: true, inflict }) as const,
  );
}

function trial(kind: string, inflict: Fault['inflict']): Fault {
  return { kind, family: 'postgres', movesLeader: false, inflict };
}

async function nodeBy(stack: HaStack, role: 'leader' | 'sync_standby'): Promise<DatabaseNode> {
  const name = (await readCluster(stack)).find((member) => member.role === role)?.name;
  const node = stack.database.find((each) => each.name === name);
  if (node === undefined) throw new Error(`No node is ${role}.`);
  return node;
}

async function killNode(node: DatabaseNode): Promise<Mend> {
  const pids = node.postgresPids();
  await node.patroni.kill9();
  signalAll(pids, 'SIGKILL');
  return () => node.patroni.start();
}

/** Stops processes in their tracks: their connections stay and nothing is said on them. */
export function pause(pids: readonly number[]): Mend {
  signalAll(pids, 'SIGSTOP');
  return () => Promise.resolve(signalAll(pids, 'SIGCONT'));
}

export function pauseProgram(program: Program): Mend {
  return pause([program.pid]);
}

async function switchOver({ database }: HaStack): Promise<void> {
  const args = ['-c', database[0]?.configFile ?? '', 'switchover', '--force'];
  const asked = spawn(requireProgram('patronictl'), args, { stdio: 'ignore' });
  await once(asked, 'exit');
}
