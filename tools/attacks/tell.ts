import type { Finding, Outcome } from './run.ts';
import { toCurl } from './requests/request.ts';

/** A finding in some lines: what is wrong, the smallest request that shows it as a shell takes it, and its answer. */
export function tellFinding({ number, what, request, answer }: Finding, base?: string): string {
  const said = answer === undefined ? 'no answer' : `${answer.status} ${answer.body.slice(0, 300)}`;
  return [
    `request ${number}, ${request.operationId ?? 'no operation'}, ${request.story}: ${what}`,
    `  ${toCurl(request, base).slice(0, 2_000)}`,
    `  answered: ${said}`,
  ].join('\n');
}

export function tellOutcome({ tally, canaries, findings }: Outcome): string {
  const counts = Object.entries(tally.byHundred).map(([hundred, count]) => `${count} × ${hundred}`);
  return `${counts.join(', ')}; slowest ${Math.round(tally.slowestMs)} ms; ${canaries.bred} canaries; ${findings.length} findings`;
}
