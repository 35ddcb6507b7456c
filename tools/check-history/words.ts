import type { Report } from './check.ts';
import { rules, type Rule } from './rules/rules.ts';

/** What came of it, for people. */
export function* wordsFor({ operations, changes, verdicts }: Report): Iterable<string> {
  yield `${whole(operations)} operations, ${whole(changes)} changes.`;
  for (const { rule, checked, broken, told } of verdicts) {
    const sign = broken > 0 ? '✗' : checked > 0 ? '✓' : '–';
    const count = broken > 0 ? `${whole(broken)} BROKEN of ${whole(checked)}` : `${whole(checked)} checked`;
    yield `  ${sign} ${rules[rule as Rule]} (${count})`;
    for (const what of told) yield `    - ${what}`;
  }
  const isExplained = verdicts.every(({ broken }) => broken === 0);
  yield isExplained ? 'All of it can be explained.' : 'This can NOT be explained.';
}

const whole = (count: number) => count.toLocaleString('en');
