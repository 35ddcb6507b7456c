import type { EventDetails, PlanDrawing } from '@jari/contract';
import { Retry } from '@jari/client/retry';
import { api } from '#lib/api/jari.ts';
import type { HallModel } from '#lib/map/hall-model.ts';

/** Finds out where the seats of a large hall are. That comes beside their states, and once: it never changes. */
export class ModelLoader {
  private readonly retry = new Retry();
  private isAsked = false;
  private isStopped = false;

  constructor(private readonly onModel: (model: HallModel) => void) {}

  want(details: EventDetails): void {
    if (this.isAsked) return;
    this.isAsked = true;
    void this.load(details);
  }

  stop(): void {
    this.isStopped = true;
    this.retry.cancel();
  }

  private async load(details: EventDetails): Promise<void> {
    const [map, drawing] = await Promise.all([
      import('#lib/map/load-model.ts').catch(() => undefined),
      fetchDrawing(details),
    ]);
    if (this.isStopped) return;
    if (!map || !drawing) return this.retry.later(() => void this.load(details));
    this.onModel(await map.loadModel(drawing, details.hall));
  }
}

async function fetchDrawing({ plan, hall }: EventDetails): Promise<PlanDrawing | 'grid' | undefined> {
  if (!plan) return hall ? 'grid' : undefined;
  const outcome = await api.plan(plan.id);
  return outcome.ok ? outcome.value : undefined;
}
