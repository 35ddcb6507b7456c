import { describe, expect, it } from 'vitest';
import { DraftKeeper } from '#lib/admin/event-form/draft-keeper.ts';
import { newDraft, type EventDraft } from '#lib/admin/event-form/event-draft.ts';
import { EventForm } from '#lib/admin/event-form/event-form.svelte.ts';
import { memoryStorage } from '../support/memory-storage.ts';

const base: EventDraft = { ...newDraft(), titleKo: '꿈', prices: { standard: '50000' } };

function formOf(storage = memoryStorage()) {
  return new EventForm({
    ...{ base, timeZone: 'Asia/Seoul', plans: [], isNew: false, isHallFree: true },
    keeper: new DraftKeeper('edit:gala', storage),
  });
}
const asSent = ({ draft }: EventForm) => JSON.parse(JSON.stringify(draft)) as EventDraft;

describe('The form of an event', () => {
  it('keeps what is typed while it is being saved, and has only that to save then', () => {
    const storage = memoryStorage();
    const form = formOf(storage);
    form.draft.titleKo = '새 제목';
    form.draft.prices['standard'] = '55,000';
    form.changed('titleKo');
    const sent = asSent(form);
    form.draft.venueKo = '대극장';
    form.changed('venueKo');
    const stored = { ...sent, prices: { standard: '55000' } };
    form.savedAs(stored, sent);
    expect(asSent(form)).toEqual({ ...stored, venueKo: '대극장' });
    expect(form.isDirty).toBe(true);
    // Also over a reload.
    expect(formOf(storage).draft.venueKo).toBe('대극장');
  });

  it('is as it was once all that was typed is put aside, also over a reload', () => {
    const storage = memoryStorage();
    const form = formOf(storage);
    form.draft.prices['standard'] = '5';
    form.changed('prices.standard');
    expect(formOf(storage)).toMatchObject({ isRestored: true, draft: { prices: { standard: '5' } } });
    form.discard();
    expect([form.isDirty, asSent(form)]).toEqual([false, base]);
    expect(formOf(storage)).toMatchObject({ isRestored: false, draft: base });
  });

  it('has nothing to save once it is saved, where nothing was typed meanwhile', () => {
    const storage = memoryStorage();
    const form = formOf(storage);
    form.draft.titleKo = '새 제목';
    form.changed('titleKo');
    const sent = asSent(form);
    form.savedAs(sent, sent);
    expect([form.isDirty, formOf(storage).isRestored]).toEqual([false, false]);
  });

  it('leaves times that were not changed as they are stored, to the millisecond', () => {
    const storedTimes = {
      starts_at: '2031-06-21T10:30:00.000Z',
      ends_at: null,
      // Opened by hand, and closed in the same minute.
      sale_opens_at: '2031-05-01T00:00:12.345Z',
      sale_closes_at: '2031-05-01T00:00:50.000Z',
    };
    const times = {
      ...{ id: 'gala', venueKo: '대극장', planId: 'a'.repeat(32), startsAt: '2031-06-21T19:30' },
      ...{ saleOpensAt: '2031-05-01T09:00', saleClosesAt: '2031-05-01T09:00' },
    };
    const form = new EventForm({
      ...{ base: { ...base, ...times }, timeZone: 'Asia/Seoul', plans: [], isNew: false, isHallFree: true },
      ...{ keeper: new DraftKeeper('edit:gala', memoryStorage()), storedTimes },
    });
    expect([form.faultOf('saleClosesAt'), form.input]).toMatchObject([undefined, storedTimes]);
    form.draft.saleClosesAt = '2031-05-01T09:01';
    form.draft.startsAt = '2031-06-21T19:00';
    expect(form.input).toMatchObject({
      starts_at: '2031-06-21T10:00:00.000Z',
      sale_opens_at: storedTimes.sale_opens_at,
      sale_closes_at: '2031-05-01T00:01:00.000Z',
    });
  });
});
