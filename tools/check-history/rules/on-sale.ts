import type { Findings } from '../findings.ts';
import type { HistoryHeader } from '../input/operation.ts';
import type { Hall } from '../model/hall.ts';
import type { Moments } from '../model/moments.ts';
import type { RulesInForce } from '../model/rules-in-force.ts';

/** Nobody takes a seat, or a place in line, while an organiser has been told that the sale is paused. */
export function checkOnSale(
  hall: Hall,
  moments: Moments,
  rules: RulesInForce,
  { afterSequence }: HistoryHeader,
  findings: Findings,
): void {
  for (const change of hall.log.changes) {
    const { sequence, cause, actor } = change;
    const takes = cause === 'offered' || (actor === 'user' && (cause === 'held' || cause === 'queued'));
    if (!takes || sequence <= afterSequence) continue;
    findings.check('onSale');
    if (!rules.wasSurelyPaused(moments.earliestUs(sequence), moments.latestUs(sequence))) continue;
    findings.broken('onSale', 'this was done while the sale was paused', [change]);
  }
}
