import type { PlanDocument } from '@jari/contract';
import { describe, expect, it, vi } from 'vitest';
import { allAtOnce } from '../../src/domain/in-steps.ts';
import { readPlan } from '../../src/domain/plan-text.ts';
import { planOf, rowsPlan, seatsInRow } from '../support/plans.ts';

function read(plan: PlanDocument) {
  const steps = readPlan(JSON.stringify(plan));
  const parse = vi.spyOn(JSON, 'parse');
  let pauses = 0;
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      const longest = Math.max(...parse.mock.calls.map(([text]) => text.length));
      parse.mockRestore();
      return { document: step.value, pauses, longest };
    }
    pauses++;
  }
}

describe('a plan’s text', () => {
  it('is read as JSON reads it, a row at a time', () => {
    const plan = rowsPlan(4, 25, 40, [20]);
    const { document, pauses, longest } = read(plan);
    expect(document).toEqual(plan);
    expect(pauses).toBeGreaterThanOrEqual(200);
    expect(longest).toBeLessThan(JSON.stringify(plan).length / 10);
  });

  it('may have texts that look like its own signs, and members of others', () => {
    const strange = '}]","seats":[{"';
    const seats = seatsInRow(2, 1).map((seat) => ({ ...seat, number: strange, kept: { seats: strange } }));
    const rows = [
      { name: strange.slice(0, 20), category: strange, seats },
      { name: 'B', category: strange, seats: seatsInRow(3, 2) },
    ];
    const square = [0, 1, 2].map((i) => ({ x: i, y: i * i }));
    const plan = planOf(
      [
        { name: strange, rows },
        { name: 'Floor', standing: { capacity: 3, category: strange, outline: square } },
      ],
      { name: strange, categories: [{ name: strange, color: '#112233' }] },
    );
    expect(read(plan).document).toEqual(plan);
    expect(allAtOnce(readPlan(JSON.stringify(plan, null, 2)))).toEqual(plan);
  });

  it('is refused when it is none', () => {
    expect(() => allAtOnce(readPlan('{"sections":[{"rows":[{"seats":[{"x":1}'))).toThrow(SyntaxError);
  });
});
