import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { logFileBeside } from '../../../rehearsal/src/history/history.ts';
import { readEntry, type Entry } from '../../../rehearsal/src/verify-log/log-file.ts';
import { replayed } from '../../../rehearsal/src/verify-log/replayed.ts';
import { verifyLog } from '../../../rehearsal/src/verify-log/verify.ts';
import { eventually } from '../../rig/eventually.ts';
import { ask, type Answer, type Question } from '../sale/ask.ts';
import type { Sale } from '../sale/sale.ts';
import { checkHistoryFiles } from '../../check-history/check.ts';
import { keptInLog } from './kept-in-log.ts';

/** Within which everybody has to see the same when nothing happens any more. */
const CONVERGES_WITHIN_MS = 60_000;

/**
 * The checker knows one steady clock, to a tenth of a second. Each time the ledger's is set, the correction is as exact as the
 * reading that noticed it, so the log's ends of holds wander by what readings take; visitors' own clocks judge those sales.
 */
const RULES_OF_ONE_CLOCK: readonly string[] = ['kept', 'over', 'promises'];

/** What a sale came to; it has been ended, and everything works again. */
export interface Verdict {
  readonly violations: readonly string[];
  readonly changes: number;
  readonly log: string;
}

/**
 * Holds a sale to what it told people: what was acknowledged stands in the log and is there when it is asked for, no
 * seat has two owners, the log is sound and comes to what everybody sees.
 *
 * @param clockIsSteady false where the database's wall clock was set, so that times in the log mean nothing
 */
export async function check(sale: Sale, clockIsSteady: boolean): Promise<Verdict> {
  const { told, watchers, options } = sale;
  const { event, adminToken, urls } = options;
  const url = urls[0] ?? '';
  await untilNobodyHolds(sale);
  told.history.logIsRead();
  const log = await exportLog(url, event, adminToken);
  const verdict = await verifyLog(log.split('\n').filter((line) => line !== ''));
  for (const { line, problem } of verdict.findings)
    told.violate('the log is sound', `line ${line}: ${problem}`);
  const entries: Entry[] = log
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map(readEntry);
  for (const [rule, what] of keptInLog(told, entries, clockIsSteady)) told.violate(rule, what);

  const states = replayed(entries, sale.seatCount);
  await Promise.all(
    urls.map(async (each) => {
      const { body } = await ask(each, { method: 'GET', path: `/api/v1/events/${event}/states` });
      if (body['states'] !== states) told.violate('everybody sees the same', `${each} differs from the log`);
    }),
  );
  await eventually('watchers see it', () => watchers.every((watcher) => watcher.states === states), {
    withinMs: CONVERGES_WITHIN_MS,
    everyMs: 50,
  }).catch(() => undefined);
  for (const [i, watcher] of watchers.entries()) {
    if (watcher.states !== states)
      told.violate('nobody watches a stale hall', `watcher ${String(i)} differs`);
    watcher.stop();
  }
  await askForAll(sale);
  await told.history.close();
  const logFile = logFileBeside(options.historyFile);
  writeFileSync(logFile, log);
  const report = checkHistoryFiles(options.historyFile, logFile);
  for (const { rule, told: broken } of report.verdicts) {
    if (!clockIsSteady && RULES_OF_ONE_CLOCK.includes(rule)) continue;
    for (const what of broken) told.violate(`history: ${rule}`, what);
  }
  return { violations: told.violations, changes: entries.length, log };
}

/** What expires by itself has expired, everywhere: then nothing happens any more. */
async function untilNobodyHolds({ options: { urls, event } }: Sale): Promise<void> {
  await eventually(
    'all holds are over',
    async () => {
      const all = await Promise.all(
        urls.map((url) => ask(url, { method: 'GET', path: `/api/v1/events/${event}/states` })),
      );
      return all.every(({ status, body }) => status === 200 && !String(body['states']).includes('h'));
    },
    { withinMs: 60_000, everyMs: 200 },
  );
}

async function exportLog(url: string, event: string, adminToken: string): Promise<string> {
  for (let triesLeft = 20; ; triesLeft--) {
    const answer = await fetch(`${url}/api/v1/admin/events/${event}/log`, {
      headers: { authorization: `Bearer ${adminToken}` },
    }).catch(() => undefined);
    if (answer?.ok === true) return answer.text();
    if (triesLeft === 0) throw new Error(`The log was not to be had: ${String(answer?.status)}`);
    await delay(500);
  }
}

/** Asks until it is no "ask again" that is answered: a machine that is very busy says so for a while. */
async function answered(url: string, question: Question): Promise<Answer> {
  for (let triesLeft = 20; ; triesLeft--) {
    const answer = await ask(url, question);
    if ((answer.status > 0 && answer.status < 500) || triesLeft === 0) return answer;
    await delay(500);
  }
}

/** Everybody asks for their reservation once more. */
async function askForAll({ told, options: { urls } }: Sale): Promise<void> {
  for (const [i, { user, id, code, seatIds, fate }] of told.reservations.entries()) {
    if (fate === 'unknown') continue;
    const url = urls[i % urls.length] ?? '';
    const { status, body } = await answered(url, { method: 'GET', path: `/api/v1/reservations/${id}`, user });
    const found = body['reservation'] as
      | { readonly code: string; readonly status: string; readonly seats: readonly { id: number }[] }
      | undefined;
    const seats = found?.seats.map((seat) => seat.id).join();
    const isCancelled = found?.status === 'cancelled';
    if (found?.code !== code || seats !== seatIds.join() || isCancelled !== (fate === 'cancelled')) {
      const what = `${id} of ${user} (${fate}): ${String(status)} ${JSON.stringify(body).slice(0, 300)}`;
      told.violate('what was acknowledged is kept', what);
    }
  }
}
