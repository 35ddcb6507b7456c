import type { RehearsalOutcome, RehearsalProgress } from '@jari/contract';
import type { Progress } from './progress.ts';
import type { RehearsalSummary } from './report/summary.ts';

/** How it stands, in the words of the API. */
export function toldProgress(progress: Progress): RehearsalProgress {
  const { phase, people, seats, refusals, promises } = progress;
  return {
    ...{ phase, people, seats, refusals, promises: promises.map((promise) => ({ ...promise })) },
    elapsed_ms: Math.max(0, progress.elapsedMs),
    opens_in_ms: progress.opensInMs,
    requests_per_second: progress.requestsPerSecond,
    p95_ms: progress.p95Ms,
    no_answers: progress.noAnswers,
    player_lag_ms: progress.playerLagMs,
  };
}

/** What came of it, in the words of the API. */
export function toldOutcome(summary: RehearsalSummary): RehearsalOutcome {
  const { ending, seats, sold, requests, verdicts } = summary;
  return {
    ...{ ending, seats, sold, requests, verdicts: verdicts.map((verdict) => ({ ...verdict })) },
    sold_out_after_ms: summary.soldOutAfterMs,
    requests_per_second_peak: summary.requestsPerSecondPeak,
    confirm_p95_ms: summary.answers.find(({ kind }) => kind === 'confirm')?.p95Ms ?? 0,
    is_player_trustworthy: summary.player.isTrustworthy,
  };
}
