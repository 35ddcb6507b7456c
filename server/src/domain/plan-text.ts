import type { PlanDocument } from '@jari/contract';

/** What stands before the seats of a row. No text in a plan can look like it: quotes in texts are escaped. */
const SEATS = '"seats":[';
const END = '}]';

/**
 * Reads a plan row by row, so that whoever reads a large one can let others have a turn in between: a plan of
 * 200,000 seats takes some 50 ms in one go.
 *
 * Where a row's seats end is looked for without reading them, which a text like `}]` could mislead. Then what was
 * cut out is no JSON, and the plan is read in one go after all.
 */
export function* readPlan(text: string): Generator<void, PlanDocument> {
  try {
    return yield* readByRows(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // It was checked against its schema before it was kept.
    return JSON.parse(text) as PlanDocument;
  }
}

function* readByRows(text: string): Generator<void, PlanDocument> {
  const rows: string[] = [];
  const frame: string[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf(SEATS, from);
    if (start === -1) break;
    const end = text.indexOf(END, start);
    if (end === -1) throw new SyntaxError('a row has no end');
    frame.push(text.slice(from, start), SEATS);
    rows.push(text.slice(start + SEATS.length - 1, end + END.length));
    // The bracket that ends the list belongs to the frame.
    from = end + 1;
    yield;
  }
  frame.push(text.slice(from));
  const plan = JSON.parse(frame.join('')) as PlanDocument;
  const framed = plan.sections.flatMap((section) => section.rows ?? []);
  if (framed.length !== rows.length) throw new SyntaxError('something else has seats, too');
  for (const [i, row] of framed.entries()) {
    row.seats = JSON.parse(rows[i] ?? '') as typeof row.seats;
    yield;
  }
  return plan;
}
