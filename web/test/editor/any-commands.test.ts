import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importPlan } from '../../../server/src/plans/import-plan.ts';
import { check, isAcceptable } from '../../src/lib/editor/core/checks.ts';
import { flatten } from '../../src/lib/editor/core/flatten.ts';
import { rowsOf, type Hall } from '../../src/lib/editor/core/hall.ts';
import { begin, record, redo, undo, type History } from '../../src/lib/editor/core/history.ts';
import { unfold } from '../../src/lib/editor/core/unfold.ts';
import { command } from './commands.ts';
import { empty } from './support.ts';

const commands = fc.array(command, { maxLength: 14 });
const runs = { numRuns: 300 };
const after = (list: readonly ((hall: Hall) => Hall)[]) => list.reduce((hall, run) => run(hall), empty);
const text = (hall: Hall) => JSON.stringify(hall);

describe('after any commands', () => {
  test('undoing all gives the hall at the beginning, and redoing all the hall at the end', () => {
    fc.assert(
      fc.property(commands, (list) => {
        let history: History = begin(empty);
        const seen = [text(history.hall)];
        for (const [i, run] of list.entries()) {
          history = record(history, `step ${i}`, run(history.hall));
          if (text(history.hall) !== seen.at(-1)) seen.push(text(history.hall));
        }
        const [there, end] = [history, text(history.hall)];
        for (let i = there.past.length; i > 0; i--) history = undo(history);
        expect(text(history.hall)).toBe(seen[0]);
        for (let i = there.past.length; i > 0; i--) history = redo(history);
        expect(text(history.hall)).toBe(end);
        // Nothing that was done has changed a hall that was there before.
        expect(there.past.map((step) => text(step.hall))[0] ?? end).toBe(seen[0]);
      }),
      runs,
    );
  });

  test('no two things share an id, and rows without seats are gone', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const hall = after(list);
        const ids = [
          ...hall.categories,
          ...hall.sections,
          ...hall.areas,
          ...hall.blocks,
          ...rowsOf(hall),
          ...[...rowsOf(hall)].flatMap(({ seats }) => seats),
        ].map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(Math.max(...ids)).toBeLessThan(hall.nextId);
        expect([...rowsOf(hall)].every(({ seats }) => seats.length > 0)).toBe(true);
        const blocks = new Set(hall.blocks.map(({ id }) => id));
        for (const { block } of rowsOf(hall)) if (block !== undefined) expect(blocks).toContain(block);
      }),
      runs,
    );
  });

  test('a hall that is exported and imported is the same plan', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const plan = flatten(after(list));
        // A category that is named twice can't be told from the other one; the check says so.
        fc.pre(new Set(plan.categories.map(({ name }) => name)).size === plan.categories.length);
        expect(flatten(unfold(plan))).toEqual(plan);
      }),
      runs,
    );
  });

  test('the server takes a hall exactly when the check finds no problem', () => {
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(commands, (list) => {
        const hall = after(list);
        const answer = importPlan({
          bytes: Buffer.from(JSON.stringify(flatten(hall))),
          kind: 'json',
          charset: undefined,
          name: undefined,
        });
        const isTaken = !('problems' in answer);
        if (isTaken) taken++;
        else refused++;
        const found = check(hall).filter(({ weight }) => weight === 'problem');
        expect(isAcceptable(found)).toBe(found.length === 0);
        expect(found.length === 0, JSON.stringify(found)).toBe(isTaken);
      }),
      runs,
    );
    expect(Math.min(taken, refused)).toBeGreaterThan(20);
  });
});
