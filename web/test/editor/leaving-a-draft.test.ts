import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Draft, Drafts } from '../../src/lib/editor/core/drafts.ts';
import { begin } from '../../src/lib/editor/core/history.ts';
import { DraftKeeper } from '../../src/lib/editor/draft-keeper.svelte.ts';
import { Editor } from '../../src/lib/editor/editor.svelte.ts';
import { withBlock } from './support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The revision of a draft that two tabs have open. */
let revision: number;

/** A tab with the draft as it is kept. */
function tab(): DraftKeeper {
  const editor = new Editor();
  const write = ({ revision: next }: Draft) => {
    if (revision >= next) return Promise.resolve('changed_elsewhere');
    revision = next;
    return Promise.resolve('kept');
  };
  // All of the browser's database that a keeper asks for.
  const keeper = new DraftKeeper(editor, { write } as unknown as Drafts);
  const history = begin(withBlock().hall);
  keeper.take({
    id: 'd',
    revision,
    changedAt: 0,
    plan: undefined,
    isSaved: false,
    history,
    backdrop: undefined,
  });
  return keeper;
}

test('A tab that is closed with nothing changed in it is no news to another one that has the draft open', async () => {
  revision = 5;
  const [one, other] = [tab(), tab()];
  await one.leave();
  other.changed();
  await vi.runAllTimersAsync();
  expect([other.stage, revision]).toEqual(['kept', 6]);
});

test('What is not written yet is written when the page goes', async () => {
  revision = 5;
  const keeper = tab();
  keeper.changed();
  await keeper.leave();
  expect([keeper.stage, revision]).toEqual(['kept', 6]);
});
