import { allPoints } from './failpoints/points.ts';
import { DIES_THERE } from './faults/server-death.ts';
import type { State } from './state.ts';

/** What a suite has shown, in lines for a terminal. */
export function* reportOn(state: State): Iterable<string> {
  const { outcomes, violations, counts, answers, pointsSeen } = state;
  const groups = [...new Set(outcomes.map(({ group }) => group))].toSorted();
  yield '';
  yield `${'fault'.padEnd(38)} times   back after (ms): p50     p95     max`;
  for (const name of groups) {
    yield row(
      name,
      outcomes.filter(({ group }) => group === name),
    );
  }
  yield row('all of them', outcomes);
  yield '';
  const many = (name: string) => (counts[name] ?? 0).toLocaleString('en');
  yield `${many('asked')} requests (${many('unknown')} without an answer), ${many('holds')} holds and ${many('reservations')} reservations acknowledged, ${many('changes')} changes in ${String(chaptersIn(state))} logs.`;
  yield `Answers: ${Object.entries(answers)
    .map(([name, count]) => `${name} ${count.toLocaleString('en')}`)
    .join(', ')}.`;
  const unseen = allPoints.filter((point) => !pointsSeen.includes(point));
  yield `Failpoints come by: ${String(allPoints.length - unseen.length)} of ${String(allPoints.length)}${unseen.length === 0 ? '.' : `; not ${unseen.join(', ')}.`}`;
  const diedAt = new Set(outcomes.filter(({ group }) => group === DIES_THERE).map(({ fault }) => fault));
  yield `Died at exactly: ${String(diedAt.size)} of ${String(allPoints.length)}.`;
  yield '';
  for (const what of violations.slice(0, 50)) yield `  VIOLATED ${what}`;
  yield violations.length === 0
    ? 'Nothing that was acknowledged was lost, no seat had two owners, everybody saw the same.'
    : `${String(violations.length)} violations.`;
}

function row(name: string, outcomes: State['outcomes']): string {
  const times = outcomes.flatMap(({ recoveryMs }) => recoveryMs ?? []).toSorted((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(times.length * share) - 1]?.toLocaleString('en') ?? '–';
  const columns = [String(outcomes.length).padStart(5), '              ', at(0.5).padStart(9)];
  return `${name.padEnd(38)}${columns.join('')}${at(0.95).padStart(8)}${at(1).padStart(8)}`;
}

function chaptersIn({ houses }: State): number {
  return Object.values(houses).reduce((all, { chapters }) => all + chapters, 0);
}
