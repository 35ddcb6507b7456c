import type { Change } from './input/log.ts';
import type { Operation } from './input/operation.ts';

/** So many violations of one rule are told in words; all are counted. */
const TOLD_MAX = 5;

export interface Verdict {
  readonly rule: string;
  /** How often the rule could have been broken. */
  readonly checked: number;
  readonly broken: number;
  /** The first violations, in words. */
  readonly told: readonly string[];
}

/** What the rules found, counted by rule. */
export class Findings {
  private readonly byRule = new Map<string, { checked: number; broken: number; told: string[] }>();

  /** Announces rules, so that one that had nothing to check is told too. */
  constructor(rules: readonly string[]) {
    for (const rule of rules) this.byRule.set(rule, { checked: 0, broken: 0, told: [] });
  }

  check(rule: string, times = 1): void {
    this.of(rule).checked += times;
  }

  /** @param of the operations and changes that show it */
  broken(rule: string, what: string, of: readonly (Operation | Change | undefined)[] = []): void {
    const counts = this.of(rule);
    counts.broken++;
    if (counts.told.length >= TOLD_MAX) return;
    const shown = of.flatMap((one) => (one === undefined ? [] : [`      ${wordsOf(one)}`]));
    counts.told.push([what, ...shown].join('\n'));
  }

  verdicts(): readonly Verdict[] {
    return [...this.byRule].map(([rule, counts]) => ({ rule, ...counts }));
  }

  private of(rule: string) {
    const counts = this.byRule.get(rule);
    if (counts === undefined) throw new Error(`a rule that nobody announced: ${rule}`);
    return counts;
  }
}

function wordsOf(one: Operation | Change): string {
  if ('cause' in one) {
    const { sequence, cause, actor, mark, seats, ends } = one;
    const what = `change ${String(sequence)}: ${cause} by ${actor}, ${mark === '' ? 'nobody' : mark.slice(0, 8)}`;
    return `${what}, seats ${seats.join(' ')}${ends === null ? '' : `, ends ${String(ends)}`}`;
  }
  const { n, user, op, startUs, endUs, outcome, reason, key, asked, got } = one;
  const { states, ...rest } = got;
  const when = `${seconds(startUs)}–${endUs === Infinity ? '?' : seconds(endUs)} s`;
  const told = `${outcome}${reason === null ? '' : ` (${reason})`}`;
  const short = states === undefined ? rest : { ...rest, states: `${states.slice(0, 60)}…` };
  return (
    `operation ${String(n)}: ${user} ${op} ${when} ${told}${key === null ? '' : ` key ${key.slice(0, 8)}`}, ` +
    `asked ${JSON.stringify(asked)}, got ${JSON.stringify(short)}`
  );
}

const seconds = (us: number) => (us / 1e6).toFixed(6);
