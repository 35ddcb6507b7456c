import type { AttackAnswer, AttackRequest } from './requests/request.ts';

/** What was answered how often, by operation: so that it is seen whether attacks got as far as the rules. */
export class Tally {
  readonly statuses = new Map<string, Map<number, number>>();
  slowestMs = 0;
  unanswered = 0;

  add({ operationId = 'none' }: AttackRequest, answer: AttackAnswer | undefined): void {
    if (answer === undefined) {
      this.unanswered++;
      return;
    }
    const known = this.statuses.get(operationId) ?? new Map<number, number>();
    this.statuses.set(operationId, known);
    known.set(answer.status, (known.get(answer.status) ?? 0) + 1);
    this.slowestMs = Math.max(this.slowestMs, answer.tookMs);
  }

  /** Operations that were never answered with success. */
  neverSucceeded(operations: Iterable<string>): string[] {
    return [...operations].filter(
      (name) => ![...(this.statuses.get(name)?.keys() ?? [])].some((status) => status < 400),
    );
  }

  /** How many answers there were of each hundred of statuses. */
  get byHundred(): Readonly<Record<string, number>> {
    const sums: Record<string, number> = {};
    for (const counts of this.statuses.values()) {
      for (const [status, count] of counts) {
        const hundred = `${Math.floor(status / 100)}xx`;
        sums[hundred] = (sums[hundred] ?? 0) + count;
      }
    }
    return sums;
  }
}
