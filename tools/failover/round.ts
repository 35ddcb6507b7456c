import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { logFileBeside } from '../../rehearsal/src/history/history.ts';
import { checkHistoryFiles } from '../check-history/check.ts';
import { eventually } from '../rig/eventually.ts';
import type { HaStack } from '../stack/ha/ha-stack.ts';
import { leaderOf, untilWhole } from '../stack/ha/patroni.ts';
import { checkLog, type LogCheck } from './check.ts';
import { longestGap } from './evidence.ts';
import type { Fault } from './fault.ts';
import { masterOf } from './redis-faults.ts';
import type { RoundResult } from './results.ts';
import { Sale, SEAT_COUNT } from './sale.ts';

/** How long people buy before anything happens, and after everything is as it was. */
const BEFORE_MS = 2_000;
const AFTER_MS = 1_500;
/** What is not over by then is an anomaly. */
const TAKEOVER_MAX_MS = 90_000;
const TRIAL_MS = 12_000;
const CONVERGENCE_MAX_MS = 40_000;
/** After a longer time without a write one wants to know why. */
const SLOW_MS = 17_000;

export interface RoundOptions {
  readonly number: number;
  readonly seed: number;
  readonly outFolder: string;
  readonly keepsHistories: boolean;
}

/** One failover during a sale of its own: what it cost, and whether anything that was promised is missing. */
export async function playRound(stack: HaStack, fault: Fault, options: RoundOptions): Promise<RoundResult> {
  const { number, seed, outFolder } = options;
  const names = { eventId: `failover-${number}`, lineId: `line-${number}` };
  const folder = join(outFolder, 'histories');
  mkdirSync(folder, { recursive: true });
  const historyFile = join(folder, `${names.eventId}.ndjson`);
  const sale = await Sale.open(stack, names, seed + number, historyFile);
  try {
    await delay(BEFORE_MS);
    const leads = () => leaderName(stack, fault, names.lineId);
    const before = await leads();
    const [brokenAt, brokenAtWall] = [performance.now(), Date.now()];
    const mend = await fault.inflict(stack, names);
    if (fault.movesLeader) {
      const moved = async () => ![undefined, before].includes(await leads().catch(() => undefined));
      await eventually(`another than ${before} leads`, moved, { withinMs: TAKEOVER_MAX_MS, everyMs: 200 });
    } else {
      await delay(TRIAL_MS);
    }
    const movedAfterMs = Math.round(performance.now() - brokenAt);
    const { evidence } = sale;
    const flows = () => evidence.writesAt.filter((at) => at > performance.now() - 1_000).length >= 5;
    await eventually('people can buy again', flows, { withinMs: TAKEOVER_MAX_MS, everyMs: 100 });
    const after = await leads();
    const mendedAt = performance.now();
    await mend();
    await (fault.family === 'postgres' ? untilWhole(stack) : stack.redis.untilWhole());
    const wholeAt = performance.now();
    await delay(AFTER_MS);
    const endedAt = performance.now();
    const gap = longestGap(evidence.writesAt, brokenAt - 500, mendedAt);
    const firstKnown = evidence.acknowledged.find(
      ({ askedAt, did }) => did === 'confirm' && askedAt > brokenAtWall + gap.endedAt - brokenAt,
    );
    if (gap.gapMs > SLOW_MS) writeLogs(stack, join(outFolder, 'logs', names.eventId));
    const line = await sale.end();
    const rest = await settle(sale);
    const convergence = sale.watchers.map((watcher) =>
      firstKnown === undefined
        ? 0
        : Math.max(
            0,
            Math.round(
              (watcher.knewAt(firstKnown.sequence ?? 0, brokenAt) ?? Infinity) -
                (brokenAt + firstKnown.answeredAt - brokenAtWall),
            ),
          ),
    );
    const anomalies = [
      ...rest.anomalies,
      ...(line.heldTwice > 0 ? [`${line.heldTwice} queue numbers belong to two people at a time`] : []),
      ...(convergence.includes(Infinity) ? ['a watcher never learned of the first sale afterwards'] : []),
    ];
    await sale.close();
    const logFile = logFileBeside(historyFile);
    writeFileSync(logFile, `${rest.lines.join('\n')}\n`);
    anomalies.push(...inexplicable(historyFile, logFile));
    if (!options.keepsHistories && anomalies.length === 0)
      for (const file of [historyFile, logFile]) rmSync(file);
    return {
      ...{ round: number, family: fault.family, kind: fault.kind, at: new Date(brokenAtWall).toISOString() },
      ...{ leaderBefore: before ?? '', leaderAfter: after ?? '', hasMoved: before !== after },
      gapMs: gap.gapMs,
      movedAfterMs,
      gapAfterMendMs: longestGap(evidence.writesAt, mendedAt, endedAt).gapMs,
      joinGapMs: longestGap(evidence.joinsAt, brokenAt - 500, mendedAt).gapMs,
      wholeAfterMs: Math.round(wholeAt - mendedAt),
      convergenceMs: convergence,
      restarts: sale.watchers.reduce((sum, { restarts }) => sum + restarts, 0),
      ...{ operations: evidence.operations, acknowledged: evidence.acknowledged.length },
      unsettled: evidence.unsettled.length,
      statuses: Object.fromEntries([...evidence.statuses].filter(([what]) => /^5|no answer/.test(what))),
      ...{ line, anomalies },
    };
  } catch (error) {
    writeLogs(stack, join(outFolder, 'logs', names.eventId));
    await sale.end().catch(() => undefined);
    await sale.close();
    throw error;
  }
}

/** Who leads what the fault is about. */
async function leaderName(stack: HaStack, fault: Fault, lineId: string): Promise<string | undefined> {
  if (fault.family === 'redis') {
    return String((await masterOf(stack, fault.kind.includes('news') ? 'jari' : lineId)).port);
  }
  return (await leaderOf(stack))?.name;
}

/** Compares log, servers and watchers until all are the same, which running holds put off for a moment. */
async function settle(sale: Sale): Promise<LogCheck & { readonly lines: readonly string[] }> {
  const giveUpAt = performance.now() + CONVERGENCE_MAX_MS;
  for (;;) {
    const lines = await sale.log();
    const check = await checkLog(lines, SEAT_COUNT, sale.evidence);
    await delay(250);
    const servers = await sale.statesOfServers();
    const differ = [
      ...servers.map((each, i) => [`server ${i + 1}`, each.sequence, each.states] as const),
      ...sale.watchers.map((each, i) => [`watcher ${i + 1}`, each.sequence, each.states] as const),
    ].filter(([, sequence, states]) => sequence !== check.sequence || states !== check.states);
    if (differ.length === 0) return { ...check, lines };
    if (performance.now() > giveUpAt) {
      const diverged = differ.map(
        ([who, sequence]) => `${who} differs: at ${sequence}, log at ${check.sequence}`,
      );
      return { ...check, anomalies: [...check.anomalies, ...diverged], lines };
    }
    await delay(500);
  }
}

/** What an independent reader of history and log cannot explain. */
function inexplicable(historyFile: string, logFile: string): readonly string[] {
  const { verdicts } = checkHistoryFiles(historyFile, logFile);
  return verdicts
    .filter(({ broken }) => broken > 0)
    .map(({ rule, broken }) => `history: ${rule} is broken ${broken} times`);
}

/** What everybody wrote last, for whoever wants to know why it took so long. */
function writeLogs(stack: HaStack, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const programs = [
    ...stack.servers.map(({ program }) => program),
    ...stack.database.map(({ patroni }) => patroni),
    ...stack.etcd.map(({ program }) => program),
    stack.proxy.program,
  ];
  for (const { name, log } of programs) writeFileSync(join(folder, `${name.replaceAll(' ', '-')}.log`), log);
}
