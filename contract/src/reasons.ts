import { reasonKinds, reasonsByPrecedence, type Reason, type ReasonKind } from './reason-kinds.ts';
import { reasonWords, type ReasonWords } from './reason-words.ts';

export { isReason, reasonsByPrecedence, type Reason, type Then } from './reason-kinds.ts';

/** What one reason means, to a program and to a person. */
export type ReasonEntry = ReasonKind & ReasonWords;

/** The one registry of reason codes. The documentation's table is generated from it. */
export const reasons: Readonly<Record<Reason, ReasonEntry>> = merge();

function merge(): Record<Reason, ReasonEntry> {
  const entries = reasonsByPrecedence.map((reason) => [
    reason,
    { ...reasonKinds[reason], ...reasonWords[reason] },
  ]);
  return Object.fromEntries(entries) as Record<Reason, ReasonEntry>;
}

/** The one of several reasons that is given. Undefined for an empty list. */
export function mostImportant(candidates: Iterable<Reason>): Reason | undefined {
  let best: Reason | undefined;
  let bestRank = Infinity;
  for (const reason of candidates) {
    const rank = reasonsByPrecedence.indexOf(reason);
    if (rank < bestRank) [best, bestRank] = [reason, rank];
  }
  return best;
}
