import type { Progress } from '../../rehearsal/src/progress.ts';
import { duration, whole } from '../../rehearsal/src/report/markup.ts';
import { promiseWords } from '../../rehearsal/src/report/promise-words.ts';
import type { RehearsalSummary } from '../../rehearsal/src/report/summary.ts';
import { endingWords, standingWords } from '../../rehearsal/src/report/words.ts';

/** How it stands, in one line. */
export function progressLine({ phase, opensInMs, people, seats, ...rest }: Progress): string {
  const when =
    phase === 'gathering' || phase === 'preparing'
      ? `opens in ${duration(Math.max(0, opensInMs))}`
      : phase === 'selling'
        ? `open for ${duration(-opensInMs)}`
        : 'over; comparing what everybody was told';
  const broken = rest.promises.filter((promise) => promise.broken > 0).map(({ promise }) => promise);
  return [
    when,
    `${whole(people.waiting)} wait, ${whole(people.inside)} inside, ${whole(people.bought)} bought`,
    `${whole(seats.left)} seats free`,
    `${whole(rest.requestsPerSecond)} requests/s, p95 ${duration(rest.p95Ms)}`,
    ...(rest.noAnswers > 0 ? [`${whole(rest.noAnswers)} without an answer`] : []),
    ...(rest.playerLagMs > 100 ? [`the player itself is ${duration(rest.playerLagMs)} late`] : []),
    ...(broken.length > 0 ? [`BROKEN: ${broken.join(', ')}`] : []),
  ].join(' · ');
}

/** What came of it. */
export function resultLines(summary: RehearsalSummary): string[] {
  const { sold, seats, soldOutAfterMs, answers, streams, player } = summary;
  const confirm = answers.find(({ kind }) => kind === 'confirm');
  return [
    '',
    `${endingWords[summary.ending].en} ${whole(sold)} of ${whole(seats)} seats sold` +
      (soldOutAfterMs === null ? '.' : `, the last after ${duration(soldOutAfterMs)}.`),
    `${whole(summary.requests)} requests, ${whole(summary.requestsPerSecondPeak)} in the busiest second; ` +
      `${whole(summary.noAnswers)} without an answer, ${whole(summary.serverErrors)} server errors.`,
    ...(confirm === undefined
      ? []
      : [`Confirming took ${duration(confirm.p50Ms)} (p50), ${duration(confirm.p99Ms)} (p99).`]),
    `Changes were seen after ${duration(streams.p50Ms)} (p50), ${duration(streams.p99Ms)} (p99).`,
    player.isTrustworthy
      ? `The player itself was ${duration(player.lagP95Ms)} late (p95).`
      : `The player was at its own limit, ${duration(player.lagP95Ms)} late (p95): these times contain that.`,
    '',
    ...summary.verdicts.map(({ promise, standing, checked, broken }) => {
      const sign = { held: '✓', broken: '✗', 'not checked': '–' }[standing];
      const count = broken > 0 ? `${whole(broken)} of ${whole(checked)} wrong` : `${whole(checked)} checked`;
      return `  ${sign} ${standingWords[standing].en.padEnd(12)}${promiseWords[promise].title.en} (${count})`;
    }),
  ];
}
