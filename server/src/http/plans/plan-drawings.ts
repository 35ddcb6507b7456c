import type { DrawnPlan } from '../../plans/tasks.ts';
import type { PlanWorkshop } from '../../plans/workshop.ts';
import type { AppLedger } from '../app-deps.ts';
import { withLedger } from '../with-ledger.ts';
import { inWorkshop } from './with-workshop.ts';

/** Some hundred stadiums; beyond that the ones that nobody asks for go. */
const BYTES_MAX = 64 * 1024 * 1024;

/** Drawings as they are sent, each made once however many ask for it at the same moment. */
export class PlanDrawings {
  /** In the order of their last use. */
  private readonly drawn = new Map<string, DrawnPlan>();
  private readonly underWay = new Map<string, Promise<DrawnPlan | undefined>>();
  private bytes = 0;

  constructor(
    private readonly draw: (planId: string) => Promise<DrawnPlan | undefined>,
    private readonly bytesMax = BYTES_MAX,
  ) {}

  /** Undefined: there is no such plan. */
  async of(planId: string): Promise<DrawnPlan | undefined> {
    const known = this.drawn.get(planId);
    if (known !== undefined) {
      this.drawn.delete(planId);
      this.drawn.set(planId, known);
      return known;
    }
    let drawing = this.underWay.get(planId);
    if (drawing === undefined) {
      drawing = this.make(planId).finally(() => this.underWay.delete(planId));
      this.underWay.set(planId, drawing);
    }
    return drawing;
  }

  private async make(planId: string): Promise<DrawnPlan | undefined> {
    const plan = await this.draw(planId);
    if (plan === undefined) return undefined;
    this.drawn.set(planId, plan);
    this.bytes += sizeOf(plan);
    for (const [oldest, each] of this.drawn) {
      if (this.bytes <= this.bytesMax || oldest === planId) break;
      this.drawn.delete(oldest);
      this.bytes -= sizeOf(each);
    }
    return plan;
  }
}

/** The drawings of the ledger's plans. */
export function planDrawings(ledger: Pick<AppLedger, 'findPlan'>, workshop: PlanWorkshop): PlanDrawings {
  return new PlanDrawings(async (planId) => {
    const document = await withLedger(ledger.findPlan(planId));
    if (document === undefined) return undefined;
    return inWorkshop(workshop.run({ kind: 'draw', planId, document }));
  });
}

function sizeOf({ identity, br, gzip }: DrawnPlan): number {
  return identity.length + br.length + gzip.length;
}
