import { Findings, type Verdict } from './findings.ts';
import { FileLines, type Lines } from './input/lines.ts';
import { readLog } from './input/log.ts';
import { Hall, type Place } from './model/hall.ts';
import { History, type Told } from './model/history.ts';
import { HOUSE_OPS } from './model/house-ops.ts';
import { Moments } from './model/moments.ts';
import { People } from './model/people.ts';
import { RulesInForce } from './model/rules-in-force.ts';
import { SteadyClock } from './model/steady-clock.ts';
import { Acknowledged } from './rules/acknowledged.ts';
import { Effects } from './rules/effects.ts';
import { checkFirstFree } from './rules/first-free.ts';
import { FirstLook } from './rules/first-look.ts';
import { Fresh } from './rules/fresh.ts';
import { checkHandedOn } from './rules/handed-on.ts';
import { HoldsInTime } from './rules/holds-in-time.ts';
import { House } from './rules/house.ts';
import { checkKeys } from './rules/keys.ts';
import { checkOnSale } from './rules/on-sale.ts';
import { Queue } from './rules/queue.ts';
import { Refusals } from './rules/refusals.ts';
import { rules as allRules } from './rules/rules.ts';
import { checkSeatsInOrder } from './rules/seats-in-order.ts';
import { checkWaiting } from './rules/waiting.ts';
import { learnFromHolds } from './rules/who-is-who.ts';

export interface Report {
  readonly operations: number;
  readonly changes: number;
  readonly verdicts: readonly Verdict[];
}

/** Decides of each rule whether a history and the log of its event can be explained by it. */
export function checkHistory(historyLines: Lines, logLines: Lines): Report {
  const findings = new Findings(Object.keys(allRules));
  const log = readLog(logLines);
  findings.check('chain', log.changes.length);
  for (const what of log.broken) findings.broken('chain', what);
  const hall = new Hall(log);
  const moments = new Moments(hall.last);
  const firstLook = new FirstLook(hall, moments, findings);
  const ofHouse: Told[] = [];
  const history = History.read(historyLines, (operation, line, header) => {
    firstLook.look(operation, line, header);
    if (HOUSE_OPS.includes(operation.op)) ofHouse.push({ ...operation, line });
  });
  const { header } = history;
  const rules = new RulesInForce(header, ofHouse);
  const house = new House(ofHouse, hall, moments, findings);
  checkWaiting(hall, rules.ever.seatsLeast, findings);
  checkFirstFree(hall, firstLook.withoutChoice, findings);
  const people = new People(hall, findings);
  const evidence = { history, hall, moments, people, rules, house, findings };
  findWhoDidWhat(evidence);
  checkOrder(evidence);
  checkSeatsInOrder(
    hall,
    ({ sequence }) => rules.within(moments.earliestUs(sequence), moments.latestUs(sequence)),
    findings,
  );
  checkOnSale(hall, moments, rules, header, findings);
  checkHandedOn(evidence);
  house.checkTold();
  firstLook.finish();
  judgeEverybody(evidence);
  return { operations: history.operations, changes: hall.last, verdicts: findings.verdicts() };
}

/** The same of two files, however large. */
export function checkHistoryFiles(historyFile: string, logFile: string): Report {
  const files: FileLines[] = [];
  const open = (path: string) => {
    const file = new FileLines(path);
    files.push(file);
    return file;
  };
  try {
    return checkHistory(open(historyFile), open(logFile));
  } finally {
    for (const file of files) file.close();
  }
}

interface Evidence {
  readonly history: History;
  readonly hall: Hall;
  readonly moments: Moments;
  readonly people: People;
  readonly rules: RulesInForce;
  readonly house: House;
  readonly findings: Findings;
}

/** Gives everybody their mark and every change its operation, and so its time. */
function findWhoDidWhat({ history, hall, moments, people, rules, house, findings }: Evidence): void {
  const { event, afterSequence, isSentAgain } = history.header;
  const effectsOf = (told: readonly Told[], place?: Place) =>
    new Effects(told, place, hall, moments, isSentAgain);
  /** The holds' clock, by those whose marks are known by then. */
  const clockOfKnown = () => {
    const clock = new SteadyClock();
    // What is no agreement is found again, and told, when everybody is known.
    const unheard = new Findings(['promises']);
    const holds = new HoldsInTime(hall, moments, clock, history.header, rules, unheard);
    for (const user of history.users) {
      if (!people.hasMark(user)) continue;
      for (const operation of history.of(user)) holds.learnClock(operation, people.placeOf(user));
    }
    return clock;
  };
  for (const user of history.users) {
    const told = history.of(user);
    people.learnFromNumbers(told, event);
    effectsOf(told).noteNumbered(event);
  }
  moments.settle();
  learnFromHolds(history, hall, moments, people, clockOfKnown());
  for (const user of history.users) {
    effectsOf(history.of(user), people.placeOf(user)).explain(afterSequence, findings);
  }
  house.explain(afterSequence);
  for (const { mark, changes } of hall.places.values()) {
    if (people.isKnown(mark)) continue;
    for (const change of changes) {
      if (change.actor !== 'user' || change.sequence <= afterSequence) continue;
      findings.check('explained');
      findings.broken('explained', 'of somebody whom nobody can be', [change]);
    }
  }
  moments.settle();
}

/** Goes through what each of them did, and was told. */
function judgeEverybody({ history, hall, moments, people, rules, findings }: Evidence): void {
  const { header } = history;
  const clock = new SteadyClock();
  const holds = new HoldsInTime(hall, moments, clock, header, rules, findings);
  const acknowledged = new Acknowledged(hall, moments, clock, header.event, findings);
  for (const user of history.users) {
    const place = people.placeOf(user);
    for (const operation of history.of(user)) holds.learnClock(operation, place);
  }
  const refusals = new Refusals(
    ...([hall, moments, clock, header, rules, firstTakenUs(hall, moments), findings] as const),
  );
  const fresh = new Fresh(hall, moments, clock, header, findings);
  const queue = new Queue(header, rules, findings);
  for (const user of history.users) {
    const place = people.placeOf(user);
    const told = history.of(user);
    refusals.startWith(told);
    for (const operation of told) {
      acknowledged.check(operation, place);
      refusals.check(operation, place);
      fresh.check(operation, place);
    }
    checkKeys(told, findings);
    queue.take(told, place, moments);
    if (place !== undefined) holds.judge(place, told);
  }
  queue.finish();
}

/** When somebody surely had taken something. */
function firstTakenUs(hall: Hall, moments: Moments): number {
  const first = hall.log.changes.find(({ cause, actor }) => cause === 'held' && actor === 'user');
  return first === undefined ? Infinity : moments.latestUs(first.sequence);
}

/** Nobody was answered about a later change before somebody asked for an earlier one. */
function checkOrder({ history, hall, moments, findings }: Evidence): void {
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
