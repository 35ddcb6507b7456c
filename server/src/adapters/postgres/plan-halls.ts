import type { Hall } from '../../domain/hall.ts';
import { buildHall, hallOf, type HallLayout } from '../../domain/hall-layout.ts';

/** How long one turn of the event loop may be spent on building; then others have theirs. */
const SLICE_MS = 5;

/**
 * The halls of plans, each built once for as long as somebody uses it: a plan never changes, and a large one
 * takes megabytes and its time.
 */
export class PlanHalls {
  private readonly built = new Map<string, WeakRef<Hall>>();
  private readonly building = new Map<string, Promise<Hall>>();

  constructor(private readonly findPlan: (planId: string) => Promise<string | undefined>) {}

  of(layout: HallLayout): Promise<Hall> {
    if (!('planId' in layout)) return Promise.resolve(hallOf(layout, undefined));
    const { planId } = layout;
    const known = this.built.get(planId)?.deref();
    if (known !== undefined) return Promise.resolve(known);
    let building = this.building.get(planId);
    if (building === undefined) {
      building = this.build(layout, planId).finally(() => this.building.delete(planId));
      this.building.set(planId, building);
    }
    return building;
  }

  private async build(layout: HallLayout, planId: string): Promise<Hall> {
    const document = await this.findPlan(planId);
    const hall = await inSlices(buildHall(layout, document));
    this.built.set(planId, new WeakRef(hall));
    return hall;
  }
}

async function inSlices<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (performance.now() >= until) break;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
