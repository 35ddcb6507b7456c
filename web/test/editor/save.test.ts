import type { PlanDocument } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { templates } from '../../../server/src/plans/templates/index.ts';
import { Drafts } from '../../src/lib/editor/core/drafts.ts';
import { addCategory, setSeatNumber } from '../../src/lib/editor/core/edit.ts';
import { flatten } from '../../src/lib/editor/core/flatten.ts';
import { seatsOf } from '../../src/lib/editor/core/hall.ts';
import { begin } from '../../src/lib/editor/core/history.ts';
import { DraftKeeper } from '../../src/lib/editor/draft-keeper.svelte.ts';
import { EditedHall, type HallAddress } from '../../src/lib/editor/edited-hall.svelte.ts';
import { Editor } from '../../src/lib/editor/editor.svelte.ts';
import { openHall } from '../../src/lib/editor/open-hall.ts';
import { save } from '../../src/lib/editor/save.ts';
import { words } from '../../src/lib/editor/words.ts';
import { FakeServer, later, refusal, type Said } from '../support/fake-server.ts';
import { FakeDatabase } from './fake-database.ts';
import { withBlock } from './support.ts';

let database: FakeDatabase;
let server: FakeServer;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  database = new FakeDatabase();
  server = new FakeServer().on(/POST \/admin\/plans$/, () => [201, { plan: { id: 'p1' } }]);
});
afterEach(() => {
  for (const { id } of toasts.list) toasts.dismiss(id);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function drawing() {
  const drafts = await Drafts.open();
  const editor = new Editor();
  editor.open(begin(withBlock().hall));
  const keeper = new DraftKeeper(editor, drafts);
  return { editor, keeper, kept: async () => drafts?.read(keeper.id) };
}

const told = () => toasts.list.map(({ title, detail }) => [title, detail]);
const drawMore = (editor: Editor) => editor.do('categoryAdded', addCategory(editor.hall, 'S', '#c2410c'));

describe('a hall that is saved', () => {
  test('is a plan then, and the draft knows which', async () => {
    const { editor, keeper, kept } = await drawing();
    expect([await save(editor, keeper), keeper.plan, keeper.isSaved]).toEqual([true, 'p1', true]);
    expect(server.asked.map(({ body }) => body)).toEqual([flatten(editor.hall)]);
    expect(await kept()).toMatchObject({ plan: 'p1', isSaved: true });
    expect(told()).toEqual([[words.t.savedTitle, words.t.savedDetail]]);
  });

  test('once more as it is, is said to be saved already', async () => {
    const { editor, keeper } = await drawing();
    await save(editor, keeper);
    await save(editor, keeper);
    expect(told().at(-1)).toEqual([words.t.sameTitle, '']);
  });

  test('and changed while it was sent is not saved as it is now', async () => {
    const { editor, keeper, kept } = await drawing();
    const answer = later<Said>();
    server.on(/POST/, () => answer.promise);
    const saving = save(editor, keeper);
    drawMore(editor);
    answer.come([201, { plan: { id: 'p2' } }]);
    expect([await saving, keeper.plan, keeper.isSaved]).toEqual([true, 'p2', false]);
    expect(await kept()).toMatchObject({ plan: 'p2', isSaved: false });
    editor.undo();
    expect(keeper.isSaved).toBe(true);
  });

  test('with something to mend is not sent, and the list says what', async () => {
    const { editor, keeper } = await drawing();
    const [first, second] = [...seatsOf(editor.hall)];
    // Saved before the check has come by itself.
    editor.do('seatNumbered', setSeatNumber(editor.hall, second?.id ?? 0, first?.number ?? ''));
    expect([editor.isAcceptable, await save(editor, keeper)]).toEqual([true, false]);
    expect([server.asked, editor.panel, editor.isPanelOpen]).toEqual([[], 'findings', true]);
    expect(told()).toEqual([[words.t.mustMend(1), undefined]]);
  });
});

describe('a hall that the server does not take', () => {
  const place = { field: '/sections/0/rows/0/seats/1/number', message: 'is wrong' };
  const no = (): Said => [400, refusal('validation', { errors: [place] })];

  test('is shown what is wrong where it is', async () => {
    server.on(/POST/, no);
    const { editor, keeper, kept } = await drawing();
    expect([await save(editor, keeper), keeper.plan, await kept()]).toEqual([false, undefined, undefined]);
    expect(editor.refused).toEqual([{ ...place, ids: [[...seatsOf(editor.hall)][1]?.id] }]);
    expect([editor.panel, editor.isPanelOpen]).toEqual(['findings', true]);
    expect(told()).toEqual([[words.t.refusedTitle, words.t.refusedDetail]]);
    // Until something is changed.
    drawMore(editor);
    expect(editor.refused).toEqual([]);
  });

  test('and was changed while it was sent is shown no places that may be others by now', async () => {
    const answer = later<Said>();
    server.on(/POST/, () => answer.promise);
    const { editor, keeper } = await drawing();
    const saving = save(editor, keeper);
    drawMore(editor);
    answer.come(no());
    expect([await saving, editor.refused, editor.isPanelOpen]).toEqual([false, [], false]);
    expect(told()).toHaveLength(1);
    expect(told()[0]?.[0]).not.toBe(words.t.refusedTitle);
  });

  test('because it is not there is no plan, and no more saved than it was', async () => {
    server.on(/POST/, () => 'lost');
    const { editor, keeper } = await drawing();
    keeper.plan = 'before';
    expect([await save(editor, keeper), keeper.plan, keeper.isSaved]).toEqual([false, 'before', false]);
    expect([editor.refused, editor.isPanelOpen, told().length]).toEqual([[], false, 1]);
  });
});

describe('the editor’s page', () => {
  const nothing = { plan: undefined, draft: undefined, template: undefined };
  const plan: PlanDocument = templates.grid();
  beforeEach(() => {
    server
      .on(/GET \/admin\/plans\/p1\/export$/, () => [200, plan])
      .on(/GET \/admin\/plan-templates\/grid$/, () => [200, plan]);
  });

  async function open(wanted: Partial<typeof nothing> | object) {
    const opened = await openHall({ ...nothing, ...wanted });
    if (!opened.ok) throw new Error('it did not open');
    return opened;
  }

  test('begins with an empty sheet, of which nothing is kept', async () => {
    const { editor, keeper } = await open({});
    expect([editor.hall.name, editor.hall.sections, keeper.isSaved]).toEqual([words.t.newHall, [], false]);
    expect([server.asked, database.stores['drafts']?.size]).toEqual([[], 0]);
  });

  test('opens a plan as it was saved; to a template that is not anybody’s yet it gives a draft', async () => {
    const saved = await open({ plan: 'p1' });
    expect([saved.keeper.plan, saved.keeper.isSaved, database.stores['drafts']?.size]).toEqual([
      'p1',
      true,
      0,
    ]);
    expect(flatten(saved.editor.hall)).toEqual(plan);
    const made = await open({ template: 'grid' });
    expect([made.keeper.plan, made.keeper.isSaved]).toEqual([undefined, false]);
    expect([...(database.stores['drafts']?.keys() ?? [])]).toEqual([made.keeper.id]);
  });

  test('goes on with the draft of its address, or of its plan, and asks nobody for the plan', async () => {
    const first = await open({ plan: 'p1' });
    drawMore(first.editor);
    await first.keeper.keep();
    server.asked.length = 0;
    for (const wanted of [{ draft: first.keeper.id }, { plan: 'p1' }, { plan: 'p1', draft: 'gone' }]) {
      const again = await open(wanted);
      expect(again.editor.hall.categories).toHaveLength(plan.categories.length + 1);
      expect([again.keeper.id, again.keeper.plan]).toEqual([first.keeper.id, 'p1']);
    }
    expect(server.asked).toEqual([]);
  });

  test('keeps by the address’s name what has no draft yet', async () => {
    const { keeper } = await open({ draft: 'named' });
    expect(keeper.id).toBe('named');
  });

  test('opens the plan where the browser cannot read what it keeps', async () => {
    database.refusesReads = true;
    const { editor, keeper } = await open({ plan: 'p1', draft: 'd' });
    expect([editor.hall.name, keeper.plan]).toEqual([plan.name, 'p1']);
  });

  test('says what went wrong, and opens when it is tried again', async () => {
    server.on(/GET/, () => 'lost');
    const went: HallAddress[] = [];
    const hall = new EditedHall(
      () => ({ ...nothing, plan: 'p1' }),
      (to) => went.push(to),
    );
    await hall.open();
    expect([hall.opened?.ok, went]).toEqual([false, []]);
    server.on(/GET/, () => [200, plan]);
    const again = hall.open();
    expect(hall.opened).toBeUndefined();
    await again;
    expect(went).toEqual([{ plan: 'p1', draft: hall.opened?.ok && hall.opened.keeper.id }]);
  });

  test('leads nobody back who has left it while it was opened, or while the hall was saved', async () => {
    const answer = later<Said>();
    server.on(/GET/, () => answer.promise);
    const went: HallAddress[] = [];
    const hall = new EditedHall(
      () => ({ ...nothing, plan: 'p1' }),
      (to) => went.push(to),
    );
    const opening = hall.open();
    hall.leave();
    answer.come([200, plan]);
    await opening;
    expect(went).toEqual([]);
    if (!hall.opened?.ok) throw new Error('it did not open');
    await save(hall.opened.editor, hall.opened.keeper);
    hall.tellAddress();
    expect(went).toEqual([]);
  });
});
