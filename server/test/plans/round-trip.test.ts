import type { PlanDocument } from '@jari/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalPlan, type CanonicalPlan } from '../../src/plans/canonical.ts';
import { exportPlan, type ExportFormat } from '../../src/plans/export-plan.ts';
import { importPlan } from '../../src/plans/import-plan.ts';
import { templates } from '../../src/plans/templates/index.ts';
import { oddPlan } from './odd-plan.ts';

const everything = { hasMarks: true, hasStanding: true, hasAreas: true };
const small = ['grid', 'theatre', 'hall', 'arena'] as const;

describe('our own format', () => {
  it('gives back any plan', () => {
    fc.assert(
      fc.property(oddPlan(everything), (given) => {
        const plan = canonicalPlan(given);
        fc.pre(isComplete(plan));
        expect(there(plan, 'jari')).toEqual(plan);
      }),
    );
  });

  it.each(small)('gives back the template %s', (name) => {
    const plan = canonicalPlan(templates[name]());
    expect(there(plan, 'jari').planId).toBe(plan.planId);
  });
});

describe('pretix’s format', () => {
  it('gives back all but marks and focus of any plan', () => {
    fc.assert(
      fc.property(oddPlan({ ...everything, hasMarks: false }), (given) => {
        const plan = canonicalPlan(given);
        fc.pre(isComplete(plan));
        expect(withoutFocus(there(plan, 'pretix').document)).toEqual(withoutFocus(plan.document));
      }),
    );
  });

  it.each(small)('gives back all but the marks of the template %s', (name) => {
    const plan = canonicalPlan(withoutMarks(templates[name]()));
    expect(there(plan, 'pretix').document).toEqual(plan.document);
    expect(there(plan, 'pretix').planId).toBe(plan.planId);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(oddPlan(everything), (given) => {
        const plan = canonicalPlan(given);
        fc.pre(isComplete(plan));
        const once = there(plan, 'pretix');
        expect(there(once, 'pretix').planId).toBe(once.planId);
      }),
    );
  });
});

describe('a table', () => {
  it('gives back sections, rows, seats, categories, marks and positions of any plan', () => {
    fc.assert(
      fc.property(oddPlan({ hasMarks: true, hasStanding: false, hasAreas: false }), (given) => {
        const plan = canonicalPlan(given);
        fc.pre(isComplete(plan));
        expect(there(plan, 'csv').document.sections).toEqual(plan.document.sections);
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(oddPlan(everything), (given) => {
        const plan = canonicalPlan(given);
        fc.pre(isComplete(plan));
        const once = there(plan, 'csv');
        expect(there(once, 'csv').planId).toBe(once.planId);
      }),
    );
  });

  it.each(small)('gives back the seats of the template %s', (name) => {
    const { document } = canonicalPlan(templates[name]());
    const rows = (plan: PlanDocument) => plan.sections.map((section) => section.rows);
    expect(rows(there(canonicalPlan(document), 'csv').document)).toEqual(rows(document));
  });
});

/** Written in a format and read again. */
function there(plan: CanonicalPlan, format: ExportFormat): CanonicalPlan {
  const reading = importPlan({
    bytes: new TextEncoder().encode(exportPlan(plan.text, format)),
    kind: format === 'csv' ? 'csv' : 'json',
    charset: undefined,
    name: plan.document.name,
  });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  expect(reading.ignored).toEqual([]);
  return reading.plan;
}

/** Names that were nothing but blanks are refused; see import.test.ts. So are tickets that would read alike. */
function isComplete({ document, text }: CanonicalPlan): boolean {
  const reading = importPlan({
    bytes: new TextEncoder().encode(text),
    kind: 'json',
    charset: undefined,
    name: document.name,
  });
  return !('problems' in reading);
}

function withoutFocus({ focus: _focus, ...rest }: PlanDocument): PlanDocument {
  return rest;
}

function withoutMarks(document: PlanDocument): PlanDocument {
  for (const { rows } of document.sections) {
    for (const { seats } of rows ?? []) for (const seat of seats) delete seat.marks;
  }
  return document;
}
