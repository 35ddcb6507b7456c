import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addCategory } from '../../src/lib/editor/core/edit.ts';
import { Drafts } from '../../src/lib/editor/core/drafts.ts';
import { begin } from '../../src/lib/editor/core/history.ts';
import { DraftKeeper } from '../../src/lib/editor/draft-keeper.svelte.ts';
import { Editor } from '../../src/lib/editor/editor.svelte.ts';
import { later } from '../support/fake-server.ts';
import { FakeDatabase } from './fake-database.ts';
import { withBlock } from './support.ts';

let database: FakeDatabase;
beforeEach(() => {
  vi.useFakeTimers({ now: 5_000 });
  database = new FakeDatabase();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function keeping() {
  const drafts = await Drafts.open();
  const editor = new Editor();
  editor.open(begin(withBlock().hall));
  const keeper = new DraftKeeper(editor, drafts);
  const draw = (name: string) => {
    editor.do('categoryAdded', addCategory(editor.hall, name, '#c2410c'));
    keeper.changed();
  };
  const drawn = () => editor.hall.categories.map(({ name }) => name);
  const kept = async (id = keeper.id) =>
    (await drafts?.read(id))?.history.hall.categories.map(({ name }) => name);
  return { drafts, editor, keeper, draw, drawn, kept };
}

/** Somebody goes on with the same draft in another tab, and draws. */
async function otherTab(id: string, name: string) {
  const { drafts, keeper, draw } = await keeping();
  const draft = await drafts?.read(id);
  if (!draft) throw new Error('there is no draft');
  keeper.take(draft);
  draw(name);
  await keeper.keep();
  return keeper;
}

/** A draft that somebody has drawn on here while it was drawn on, and kept, in another tab. */
async function overtaken() {
  const tab = await keeping();
  tab.draw('One');
  await tab.keeper.keep();
  const { id } = tab.keeper;
  await otherTab(id, 'Theirs');
  tab.draw('Mine');
  await tab.keeper.keep();
  return { ...tab, id };
}

describe('what is drawn', () => {
  test('is written down after a pause, once for all that came without one', async () => {
    const { keeper, draw, kept } = await keeping();
    draw('One');
    await vi.advanceTimersByTimeAsync(499);
    draw('Two');
    await vi.advanceTimersByTimeAsync(499);
    expect([keeper.stage, await kept()]).toEqual(['keeping', undefined]);
    await vi.advanceTimersByTimeAsync(1);
    expect([keeper.stage, await kept()]).toEqual(['kept', ['R', 'One', 'Two']]);
    expect([...(database.stores['summaries'] ?? [])]).toMatchObject([
      [keeper.id, { revision: 1, changedAt: 5_999 }],
    ]);
  });

  test('is written down at once when the page is left, and not once more after the pause', async () => {
    const { keeper, draw, drafts } = await keeping();
    draw('One');
    await keeper.keep();
    expect(keeper.stage).toBe('kept');
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await drafts?.read(keeper.id))?.revision).toBe(1);
  });

  test('while it is being written is written next, and is not said to be kept before', async () => {
    const { keeper, draw, kept, drafts } = await keeping();
    const written = later<undefined>();
    database.slow = written.promise;
    draw('One');
    const first = keeper.keep();
    await vi.advanceTimersByTimeAsync(0);
    draw('Two');
    const second = keeper.keep();
    written.come(undefined);
    await first;
    expect(keeper.stage).toBe('keeping');
    await second;
    expect([keeper.stage, await kept()]).toEqual(['kept', ['R', 'One', 'Two']]);
    expect((await drafts?.read(keeper.id))?.revision).toBe(2);
  });

  test('can be taken back after a reload, and is known as the plan that it was saved as', async () => {
    const { editor, keeper, draw, drafts } = await keeping();
    draw('One');
    keeper.plan = 'p';
    keeper.savedHall = editor.hall;
    await keeper.keep();
    const draft = await drafts?.read(keeper.id);
    expect(draft).toMatchObject({ plan: 'p', isSaved: true });

    const after = await keeping();
    if (draft) after.keeper.take(draft);
    expect([after.keeper.plan, after.keeper.isSaved, after.drawn()]).toEqual(['p', true, ['R', 'One']]);
    after.editor.undo();
    expect([after.keeper.isSaved, after.drawn()]).toEqual([false, ['R']]);
    after.editor.redo();
    expect(after.keeper.isSaved).toBe(true);
    after.draw('Two');
    await after.keeper.keep();
    expect(await drafts?.read(keeper.id)).toMatchObject({ revision: 2, plan: 'p', isSaved: false });
  });
});

describe('what another tab has drawn meanwhile', () => {
  test('is not overwritten, and nothing is written until somebody decides', async () => {
    const { keeper, draw, kept } = await keeping();
    draw('One');
    await keeper.keep();
    await otherTab(keeper.id, 'Theirs');
    draw('Mine');
    await vi.advanceTimersByTimeAsync(500);
    expect([keeper.stage, await kept()]).toEqual(['elsewhere', ['R', 'One', 'Theirs']]);
    draw('More');
    await vi.advanceTimersByTimeAsync(500);
    await keeper.keep();
    expect([keeper.stage, await kept()]).toEqual(['elsewhere', ['R', 'One', 'Theirs']]);
  });

  test('stays where one goes on with a copy', async () => {
    const { keeper, draw, kept, id } = await overtaken();
    await keeper.keepAsCopy();
    expect([keeper.stage, await kept(), await kept(id)]).toEqual([
      'kept',
      ['R', 'One', 'Mine'],
      ['R', 'One', 'Theirs'],
    ]);
    draw('More');
    await keeper.keep();
    expect([keeper.stage, await kept()]).toEqual(['kept', ['R', 'One', 'Mine', 'More']]);
  });

  test('is gone on with where one takes it, and what is drawn then is kept', async () => {
    const { keeper, draw, drawn, kept } = await overtaken();
    await keeper.takeTheirs();
    expect([keeper.stage, drawn()]).toEqual(['kept', ['R', 'One', 'Theirs']]);
    draw('More');
    await keeper.keep();
    expect([keeper.stage, await kept()]).toEqual(['kept', ['R', 'One', 'Theirs', 'More']]);
  });

  test('and was removed since leaves what is here, as a draft of its own', async () => {
    const { keeper, drafts, kept, id } = await overtaken();
    await drafts?.remove(id);
    await keeper.takeTheirs();
    expect([keeper.id === id, keeper.stage, await kept()]).toEqual([false, 'kept', ['R', 'One', 'Mine']]);
  });
});

describe('a browser that keeps nothing', () => {
  test('is said so, from the beginning or as soon as it is seen', async () => {
    const { keeper, draw } = await keeping();
    database.refusesWrites = true;
    draw('One');
    await vi.advanceTimersByTimeAsync(500);
    expect(keeper.stage).toBe('impossible');
    // Nor is it said that something is being kept.
    draw('Two');
    expect(keeper.stage).toBe('impossible');

    vi.stubGlobal('indexedDB', undefined);
    const never = await keeping();
    expect(never.keeper.stage).toBe('impossible');
    never.draw('One');
    await never.keeper.keep();
    expect(never.keeper.stage).toBe('impossible');
  });
});
