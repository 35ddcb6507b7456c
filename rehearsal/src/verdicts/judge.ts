import { promises, type PromiseName, type Violation } from '../promises.ts';
import { INVENTED_NAME, INVENTED_PHONE_PART } from '../people/invented.ts';
import type { Finding } from '../verify-log/verify.ts';
import { readLog, type Evidence, type ReadLog } from './evidence.ts';
import { firstCome } from './first-come.ts';
import { honestRefusals } from './honest-refusals.ts';
import { kept } from './kept.ts';
import { liveHall } from './live-hall.ts';
import { oneOwner } from './one-owner.ts';
import { verdictOn, type PromiseVerdict } from './verdict.ts';

export interface Judgement {
  readonly verdicts: readonly PromiseVerdict[];
  readonly violations: readonly Violation[];
  readonly log: ReadLog | undefined;
}

/** Compares what everybody was told with each other and with what the log proves. */
export async function judge(evidence: Evidence): Promise<Judgement> {
  const { records } = evidence;
  const log = await readLog(evidence.log);
  const entries = log?.entries ?? [];
  const violations: Violation[] = [
    ...records.violations,
    ...oneOwner(records.people),
    ...liveHall(evidence),
    ...(log === undefined
      ? []
      : [
          ...log.verdict.findings.map(ofLog),
          ...kept(evidence, entries),
          ...firstCome(evidence, entries),
          ...honestRefusals(evidence, entries),
          ...namesInLog(evidence.log ?? []),
        ]),
  ];
  const verdicts = promises.map((promise) => {
    const checked = checkedOf(promise, evidence, log);
    const own = violations.filter((violation) => violation.promise === promise);
    const unkept =
      records.violationsOf(promise) - records.violations.filter((v) => v.promise === promise).length;
    return verdictOn(promise, checked, own, own.length + unkept);
  });
  return { verdicts, violations, log };
}

/** Without the log, that of which it is the only witness was not checked. */
function checkedOf(promise: PromiseName, { records }: Evidence, log: ReadLog | undefined): number {
  const tried = records.tried[promise];
  if (promise === 'kept' || promise === 'first-come') return log === undefined ? 0 : tried;
  if (promise === 'one-owner') return tried + (log?.entries.length ?? 0);
  return tried;
}

/** What the log's own check says, against the promise that it is about. */
function ofLog({ line, problem }: Finding): Violation {
  const promise = /which was reserved by another|names a seat twice/.test(problem)
    ? 'one-owner'
    : /which was held by another|in line|waits|wait for/.test(problem)
      ? 'first-come'
      : 'kept';
  return { promise, rule: 'the log proves itself', what: `line ${String(line)}: ${problem}` };
}

function* namesInLog(log: readonly string[]): Iterable<Violation> {
  const line = log.findIndex(
    (text) => text.includes(INVENTED_NAME) || text.includes(INVENTED_PHONE_PART + '"'),
  );
  if (line !== -1) {
    yield {
      promise: 'own-things',
      rule: 'the log names nobody',
      what: `line ${String(line + 1)} has a name or a phone`,
    };
  }
}
