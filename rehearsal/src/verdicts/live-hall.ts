import type { Violation } from '../promises.ts';
import { Latencies } from '../records/latencies.ts';
import type { Entry } from '../verify-log/log-file.ts';
import type { Evidence } from './evidence.ts';

const promise = 'live-hall';

/** Promise 5: everybody who watched saw everything, and the same hall in the end. (Gaps are noticed while they read.) */
export function* liveHall({ streams, finalStates }: Evidence): Iterable<Violation> {
  if (finalStates === undefined) return;
  for (const [i, { sequence, hall }] of streams.entries()) {
    const who = `watcher ${String(i + 1)}`;
    if (!hall.isKnown || sequence < finalStates.sequence) {
      const what = `${who} stopped at change ${String(sequence)} of ${String(finalStates.sequence)}`;
      yield { promise, rule: 'everybody sees every change', what };
    } else if (sequence === finalStates.sequence && hall.states !== finalStates.states) {
      yield {
        promise,
        rule: 'everybody ends with the same hall',
        what: `${who} sees other seats than there are`,
      };
    }
  }
}

/** From a change being made to somebody seeing it. */
export interface StreamLag {
  readonly at: number;
  readonly lagMs: number;
}

/** By the log's times and the watchers'; a clock that is ahead makes nothing negative. */
export function streamLags(
  { streams, clockOffsetMs }: Pick<Evidence, 'streams' | 'clockOffsetMs'>,
  entries: readonly Entry[],
): { readonly all: Latencies; readonly samples: readonly StreamLag[] } {
  const all = new Latencies();
  const samples: StreamLag[] = [];
  const madeAt = new Map(entries.map(({ sequence, at }) => [sequence, at - clockOffsetMs]));
  for (const { seenAt } of streams) {
    for (const [sequence, at] of seenAt) {
      const made = madeAt.get(sequence);
      if (made === undefined) continue;
      const lagMs = Math.max(0, at - made);
      all.note(lagMs);
      samples.push({ at, lagMs });
    }
  }
  return { all, samples };
}
