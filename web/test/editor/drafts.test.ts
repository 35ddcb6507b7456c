import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Drafts, type Draft } from '../../src/lib/editor/core/drafts.ts';
import { begin } from '../../src/lib/editor/core/history.ts';
import { FakeDatabase } from './fake-database.ts';
import { empty, withBlock } from './support.ts';

let database: FakeDatabase;
beforeEach(() => void (database = new FakeDatabase()));
afterEach(() => void vi.unstubAllGlobals());

async function opened(): Promise<Drafts> {
  const drafts = await Drafts.open();
  if (!drafts) throw new Error('the browser keeps nothing');
  return drafts;
}

const draft = (id: string, more: Partial<Draft> = {}): Draft => ({
  ...{ id, revision: 1, changedAt: 1, plan: undefined, isSaved: false, backdrop: undefined },
  ...{ history: begin(empty), ...more },
});

describe('drafts', () => {
  test('are read as they were written', async () => {
    const drafts = await opened();
    const written = draft('a', { plan: 'p', history: begin(withBlock().hall) });
    expect(await drafts.write(written)).toBe('kept');
    expect(await drafts.read('a')).toEqual(written);
    expect(await drafts.read('b')).toBeUndefined();
  });

  test('are listed with what there is to say of them, the latest first', async () => {
    const drafts = await opened();
    await drafts.write(draft('old', { changedAt: 10, history: begin({ ...empty, name: 'Old' }) }));
    await drafts.write(draft('new', { changedAt: 30, isSaved: true, plan: 'p' }));
    await drafts.write(draft('between', { changedAt: 20, history: begin(withBlock().hall) }));
    expect(await drafts.list()).toEqual([
      { id: 'new', revision: 1, changedAt: 30, plan: 'p', isSaved: true, name: 'Hall', seatCount: 0 },
      { ...draftLine('between', 20), name: 'Hall', seatCount: 12 },
      { ...draftLine('old', 10), name: 'Old', seatCount: 0 },
    ]);
  });

  const draftLine = (id: string, changedAt: number) => ({
    ...{ id, changedAt, revision: 1, plan: undefined, isSaved: false },
  });

  test('are not overwritten by whoever has not seen the newest', async () => {
    const drafts = await opened();
    await drafts.write(draft('a', { revision: 2, history: begin({ ...empty, name: 'Theirs' }) }));
    for (const revision of [1, 2])
      expect(await drafts.write(draft('a', { revision })), `${revision}`).toBe('changed_elsewhere');
    expect((await drafts.read('a'))?.history.hall.name).toBe('Theirs');
    expect((await drafts.list()).map(({ name }) => name)).toEqual(['Theirs']);
    expect(await drafts.write(draft('a', { revision: 3 }))).toBe('kept');
    expect((await drafts.read('a'))?.history.hall.name).toBe('Hall');
  });

  test('of a plan are found by it, the one that was changed last', async () => {
    const drafts = await opened();
    await drafts.write(draft('a', { plan: 'p', changedAt: 1 }));
    await drafts.write(draft('b', { plan: 'p', changedAt: 3 }));
    await drafts.write(draft('c', { plan: 'p', changedAt: 2 }));
    await drafts.write(draft('d', { plan: 'q', changedAt: 4 }));
    expect((await drafts.ofPlan('p'))?.id).toBe('b');
    expect(await drafts.ofPlan('r')).toBeUndefined();
  });

  test('that are removed are neither listed nor read', async () => {
    const drafts = await opened();
    await drafts.write(draft('a'));
    await drafts.write(draft('b'));
    await drafts.remove('a');
    expect([(await drafts.list()).map(({ id }) => id), await drafts.read('a')]).toEqual([['b'], undefined]);
    expect([...(database.stores['drafts'] ?? [])].map(([id]) => id)).toEqual(['b']);
  });

  test('that there was no room for are not said to be kept', async () => {
    const drafts = await opened();
    database.refusesWrites = true;
    await expect(drafts.write(draft('a'))).rejects.toThrow('QuotaExceeded');
  });

  test('are none where the browser keeps nothing', async () => {
    vi.stubGlobal('indexedDB', undefined);
    expect(await Drafts.open()).toBeUndefined();
    vi.stubGlobal('indexedDB', {
      open: () => {
        const request = { error: new Error('private'), onerror: () => undefined };
        queueMicrotask(() => request.onerror());
        return request;
      },
    });
    expect(await Drafts.open()).toBeUndefined();
  });
});
