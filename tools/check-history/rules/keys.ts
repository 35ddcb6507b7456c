import type { Findings } from '../findings.ts';
import type { Told } from '../model/history.ts';

/** Refusals that a request can meet before anybody has looked at its key. */
const BEFORE_THE_KEY = [
  'rate_limited',
  'overloaded',
  'validation',
  'missing_user',
  'unauthorized',
  'contention',
];

/** What one user did with each key: one request, one effect, one answer. */
export function checkKeys(told: readonly Told[], findings: Findings): void {
  const byKey = new Map<string, Told[]>();
  for (const operation of told) {
    if (operation.key === null) continue;
    const uses = byKey.get(operation.key);
    if (uses === undefined) byKey.set(operation.key, [operation]);
    else uses.push(operation);
  }
  for (const uses of byKey.values()) {
    findings.check('keys');
    const done = uses.filter(({ outcome }) => outcome === 'ok');
    const [first] = done;
    for (const use of uses) {
      const wrong = wrongWith(use, first, uses, done);
      if (wrong !== undefined) findings.broken('keys', wrong, [first, use]);
    }
  }
}

function wrongWith(
  use: Told,
  first: Told | undefined,
  uses: readonly Told[],
  done: readonly Told[],
): string | undefined {
  const { outcome, reason, asked, got } = use;
  if (outcome === 'ok' && first !== undefined && use !== first) {
    if (asked.digest !== first.asked.digest) return 'a key was taken for two requests';
    if (got.sequence !== first.got.sequence || got.code !== first.got.code)
      return 'one key was answered by two things';
    return undefined;
  }
  if (outcome !== 'refused') return undefined;
  if (reason === 'idempotency_mismatch') {
    const isOther = (other: Told) =>
      other.asked.digest !== asked.digest && other.outcome !== 'refused' && other.startUs < use.endUs;
    return uses.some(isOther) ? undefined : 'a key was called used that nobody had used for anything else';
  }
  const before = done.find(({ endUs }) => endUs < use.startUs);
  if (before === undefined || BEFORE_THE_KEY.includes(reason ?? '')) return undefined;
  return before.asked.digest === asked.digest
    ? 'what was done is refused when it is asked for again'
    : undefined;
}
