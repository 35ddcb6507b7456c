import type { EventDetails, PlanDrawing } from '@jari/contract';
import { gridDrawing, modelOf, type HallModel } from './hall-model.ts';
import { breather } from './pause.ts';

/** The velvet of the small halls' seats. */
const GRID_COLOR = '#8f7fd6';

/** What a large hall's page computes with, from its plan, or from its rows where it has none. */
export function loadModel(drawing: PlanDrawing | 'grid', hall: EventDetails['hall']): Promise<HallModel> {
  const drawn =
    drawing === 'grid' ? gridDrawing(hall?.rows ?? 1, hall?.seats_per_row ?? 1, GRID_COLOR) : drawing;
  return modelOf(drawn, breather());
}
