import { WorkshopBusy, WorkshopSlow } from '../../plans/workshop.ts';
import { ProblemError } from '../problem.ts';

/** Waits for the workshop. What it cannot do now may go well later; a plan that breaks it is a bug of ours. */
export async function inWorkshop<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const isPassing = cause instanceof WorkshopBusy || cause instanceof WorkshopSlow;
    throw new ProblemError(isPassing ? 'unavailable' : 'internal', { cause });
  }
}
