import { decodePlan, NO_ROW, PlanDocument } from '@jari/contract';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { canonicalPlan } from '../../src/plans/canonical.ts';
import { drawPlan, seatCountOf } from '../../src/plans/draw-plan.ts';
import { templates, type TemplateName } from '../../src/plans/templates/index.ts';

const sizes: Record<TemplateName, number> = {
  grid: 100,
  theatre: 300,
  hall: 1_500,
  arena: 12_000,
  stadium: 50_000,
  largest: 200_000,
};
const names = Object.keys(templates) as TemplateName[];
const schema = Compile(PlanDocument);

describe.each(names)('the template %s', (name) => {
  const document = templates[name]();

  it('has exactly the seats it promises', () => {
    expect(seatCountOf(document)).toBe(sizes[name]);
  });

  it('is a plan, and the same one every time', () => {
    expect([...schema.Errors(document)]).toEqual([]);
    expect(canonicalPlan(templates[name]()).planId).toBe(canonicalPlan(document).planId);
  });

  it('lets nobody sit on another’s lap, nor on the stage', () => {
    const plan = decodePlan(drawPlan(canonicalPlan(document)));
    const cells = new Map<string, number[]>();
    const near: string[] = [];
    for (let i = 0; i < plan.seatCount; i++) {
      if (plan.row[i] === NO_ROW) continue;
      const [x = 0, y = 0] = [plan.x[i], plan.y[i]];
      const [column, row] = [Math.floor(x / 25), Math.floor(y / 25)];
      for (const dx of [-1, 0, 1]) {
        for (const dy of [-1, 0, 1]) {
          for (const other of cells.get(`${column + dx},${row + dy}`) ?? []) {
            if (Math.hypot(x - (plan.x[other] ?? 0), y - (plan.y[other] ?? 0)) < 21) {
              near.push(`${plan.labelOf(i + 1)} and ${plan.labelOf(other + 1)}`);
            }
          }
        }
      }
      const cell = cells.get(`${column},${row}`);
      if (cell === undefined) cells.set(`${column},${row}`, [i]);
      else cell.push(i);
      const area = plan.areas[0];
      if (area?.shape === 'rectangle') {
        const inside =
          x > area.x && x < area.x + (area.width ?? 0) && y > area.y && y < area.y + (area.height ?? 0);
        if (inside) near.push(`${plan.labelOf(i + 1)} and the stage`);
      }
    }
    expect(near.slice(0, 5)).toEqual([]);
  });

  it('is drawn right of and below the origin', () => {
    const plan = decodePlan(drawPlan(canonicalPlan(document)));
    expect(Math.min(...plan.areas.map(({ x, y }) => Math.min(x, y)))).toBeGreaterThan(0);
    expect(plan.x.reduce((a, b) => Math.min(a, b))).toBeGreaterThan(0);
    expect(plan.y.reduce((a, b) => Math.min(a, b))).toBeGreaterThan(0);
  });
});
