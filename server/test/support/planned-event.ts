import type { PlanDocument } from '@jari/contract';
import type { Event } from '../../src/domain/event.ts';
import { canonicalPlan } from '../../src/plans/canonical.ts';
import { summarisePlan } from '../../src/plans/summarise-plan.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { smallEvent } from './hall.ts';

/** Puts an event into a hall by plan, and both into the ledger. */
export async function putPlannedEvent(
  ledger: Ledger,
  document: PlanDocument,
  overrides: Partial<Event> = {},
): Promise<void> {
  const plan = canonicalPlan(document);
  const summary = summarisePlan(plan);
  const { planId } = plan;
  const seatCount = summary.seat_count;
  await ledger.putPlan({ planId, name: document.name, seatCount, document: plan.text, summary });
  await ledger.putEvent(smallEvent({ layout: { planId, seatCount }, ...overrides }));
}
