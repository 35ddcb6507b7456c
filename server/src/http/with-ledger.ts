import { ProblemError } from './problem.ts';

/** Waits for the ledger or another store; when it cannot be reached the visitor is told `unavailable`. */
export async function withLedger<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new ProblemError('unavailable', { cause });
  }
}
