import { Findings, type Verdict } from './findings.ts';
import type { Lines } from './input/lines.ts';
import { readLog } from './input/log.ts';
import { Hall } from './model/hall.ts';
import { History } from './model/history.ts';
import { Moments } from './model/moments.ts';
import { People } from './model/people.ts';
import { Acknowledged } from './rules/acknowledged.ts';
import { Effects } from './rules/effects.ts';
import { FirstLook } from './rules/first-look.ts';
import { rules } from './rules/rules.ts';
import { checkSeatsInOrder } from './rules/seats-in-order.ts';

export interface Report {
  readonly operations: number;
  readonly changes: number;
  readonly verdicts: readonly Verdict[];
}

/** Decides of each rule whether a history and the log of its event can be explained by it. */
export function checkHistory(historyLines: Lines, logLines: Lines): Report {
  const findings = new Findings(Object.keys(rules));
  const log = readLog(logLines);
  findings.check('chain', log.changes.length);
  for (const what of log.broken) findings.broken('chain', what);
  const hall = new Hall(log);
  const moments = new Moments(hall.last);
  const firstLook = new FirstLook(hall, moments, findings);
  const history = History.read(historyLines, (operation, line, header) =>
    firstLook.look(operation, line, header),
  );
  const { header } = history;
  checkSeatsInOrder(hall, header, findings);

  const people = new People(hall, findings);
  for (const user of history.users) {
    const told = history.of(user);
    people.learnFromNumbers(told, header.event);
    new Effects(told, undefined, hall, moments).noteNumbered(header.event);
  }
  moments.settle();
  people.learnFromHolds(history, moments);
  for (const user of history.users) {
    new Effects(history.of(user), people.placeOf(user), hall, moments).explain(
      header.afterSequence,
      findings,
    );
  }
  for (const { mark, changes } of hall.places.values()) {
    if (people.isKnown(mark)) continue;
    for (const change of changes) {
      if (change.actor !== 'user' || change.sequence <= header.afterSequence) continue;
      findings.check('explained');
      findings.broken('explained', 'of somebody whom nobody can be', [change]);
    }
  }
  moments.settle();
  checkOrder(history, hall, moments, findings);
  firstLook.finish();
  const acknowledged = new Acknowledged(hall, moments, header.event, findings);
  for (const user of history.users) {
    const place = people.placeOf(user);
    for (const operation of history.of(user)) acknowledged.check(operation, place);
  }
  return { operations: history.operations, changes: hall.last, verdicts: findings.verdicts() };
}

/** Nobody was answered about a later change before somebody asked for an earlier one. */
function checkOrder(history: History, hall: Hall, moments: Moments, findings: Findings): void {
  let last = '';
  for (let sequence = 1; sequence <= hall.last; sequence++) {
    findings.check('order');
    const found = moments.contradiction(sequence);
    if (found === undefined || String(found) === last) continue;
    last = String(found);
    const shown = found.map((line) => (line < 0 ? undefined : history.at(line)));
    findings.broken('order', 'the first of these asked after the second had been answered', [
      ...shown,
      hall.change(sequence),
    ]);
  }
}
