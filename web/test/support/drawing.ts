import type { PlanDrawing } from '@jari/contract';
import { modelOf, type HallModel } from '#lib/map/hall-model.ts';

/** Two sections of two rows of four, an aisle in the middle of each row, and a standing area of five behind them. */
export const smallDrawing: PlanDrawing = {
  id: '0123456789abcdef0123456789abcdef',
  name: 'A small hall',
  seat_count: 21,
  scale: 10,
  pitch: 10,
  focus: { x: 40, y: -20 },
  categories: [
    { name: 'Stalls', color: '#7a5cff' },
    { name: 'Balcony', color: '#22aa66' },
  ],
  sections: [
    { name: 'Left', rows: [drawnRow('A', 0, 0, 0), drawnRow('B', 0, 10, 0)] },
    { name: 'Right', rows: [drawnRow('A', 60, 0, 1), drawnRow('B', 60, 10, 1)] },
    {
      name: 'Floor',
      standing: { capacity: 5, category: 0, outline: [0, 200, 1000, 200, 1000, 400, 0, 400] },
    },
  ],
  areas: [
    {
      shape: 'rectangle',
      x: 0,
      y: -30,
      width: 100,
      height: 10,
      text: { content: 'Stage', x: 50, y: 5, size: 10 },
    },
  ],
};

function drawnRow(name: string, x: number, y: number, category: number) {
  return { name, numbers: '1-4', x: [x * 10, 100, 200, 100], y: [y * 10, 0], category };
}

export const smallHall = (): Promise<HallModel> => modelOf(smallDrawing);
