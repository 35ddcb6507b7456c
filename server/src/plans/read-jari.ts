import type { Findings } from './findings.ts';
import { conclude, refusal, type Reading } from './reading.ts';
import { isPlanDocument } from './schema-problems.ts';

/** Reads a plan in our own format. It is ours, so a member that it does not know is a mistake of the writer's. */
export function readJari(value: object, findings: Findings): Reading {
  if (!isPlanDocument(value, findings, asItIs)) return refusal(findings);
  return conclude(value, findings, asItIs);
}

function asItIs(place: string): string {
  return place;
}
