import type { FieldError, PlanDocument } from '@jari/contract';
import { canonicalPlan, type CanonicalPlan } from './canonical.ts';
import { checkPlan, type PlaceInFile } from './check-plan.ts';
import type { Findings } from './findings.ts';
import { isPlanDocument } from './schema-problems.ts';

/** What became of a file: a plan and what there is to say about it, or all that is wrong. */
export type Reading =
  | {
      readonly plan: CanonicalPlan;
      readonly ignored: readonly string[];
      readonly notes: readonly string[];
    }
  | { readonly problems: readonly FieldError[] };

export function refusal(findings: Findings): Reading {
  return { problems: findings.problems };
}

/** The last step of every format: the document is brought to its one form and checked in it. */
export function conclude(document: PlanDocument, findings: Findings, placeInFile: PlaceInFile): Reading {
  if (!findings.isFaultless) return refusal(findings);
  const plan = canonicalPlan(document);
  checkPlan(plan.document, findings, placeInFile);
  // After the names were tidied, and for the formats that a reader put together.
  if (findings.isFaultless) isPlanDocument(plan.document, findings, placeInFile);
  if (!findings.isFaultless) return refusal(findings);
  return { plan, ignored: findings.ignored, notes: findings.notes };
}
