import type { PlanSummary } from '@jari/contract';
import type { Failure } from '@jari/client/outcome';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FieldName } from '#lib/admin/event-form/check-draft.ts';
import { DraftKeeper } from '#lib/admin/event-form/draft-keeper.ts';
import { newDraft, type EventDraft } from '#lib/admin/event-form/event-draft.ts';
import { EventForm } from '#lib/admin/event-form/event-form.svelte.ts';
import { faultWords } from '#lib/admin/event-form/fault-words.ts';
import { fieldLabel } from '#lib/admin/event-form/field-labels.ts';
import { saidSeconds } from '#lib/admin/event-form/said-time.ts';
import { offsetName } from '#lib/admin/event-form/zoned-time.ts';
import { eventFormWords } from '#lib/admin/words/event-form.ts';
import { memoryStorage } from '../support/memory-storage.ts';

const base: EventDraft = {
  ...newDraft(),
  ...{ id: 'gala', titleKo: '꿈', venueKo: '극장', startsAt: '2031-06-21T19:30', hallKind: 'grid' },
  prices: { standard: '50000' },
};
const plan = {
  ...{ id: 'arena', name: 'Arena', seat_count: 30 },
  categories: [
    { name: 'Stalls', color: '#111', seat_count: 20 },
    { name: 'Balcony', color: '#222', seat_count: 10 },
  ],
} as unknown as PlanSummary;

let storage: ReturnType<typeof memoryStorage>;
let form: EventForm;
const formOf = (draft = base) =>
  new EventForm({
    ...{ base: draft, timeZone: 'Asia/Seoul', plans: [plan], isNew: false, isHallFree: true },
    keeper: new DraftKeeper('edit:gala', storage),
  });
beforeEach(() => {
  storage = memoryStorage();
  form = formOf();
});
const refusedWith = (...errors: { readonly field: string; readonly message: string }[]): Failure => {
  const problem = { type: '', title: '', status: 422, detail: '', request_id: '', retryable: false } as const;
  return { kind: 'refused', problem: { ...problem, success: false, reason: 'validation', errors } };
};
const type = (field: 'titleKo' | 'venueKo' | 'holdTtlSeconds', text: string) => {
  form.draft[field] = text;
  form.changed(field);
};

describe('A fault in the form of an event', () => {
  it('is shown once its field was left, or saving was tried, and goes when it is mended', () => {
    type('titleKo', ' ');
    type('holdTtlSeconds', 'x');
    expect([form.input, form.faultOf('titleKo'), form.faulty]).toEqual([undefined, undefined, []]);
    form.leave('titleKo');
    expect([form.faultOf('titleKo'), form.faulty]).toEqual(['missing', ['titleKo']]);
    form.wasTried = true;
    expect(form.faulty).toEqual(['titleKo', 'holdTtlSeconds']);
    type('titleKo', '꿈');
    type('holdTtlSeconds', '120');
    expect([form.faulty, form.input?.title]).toEqual([[], '꿈']);
  });

  it('that the server found stays until its field is changed, and one of no field until anything is', () => {
    form.refused(
      refusedWith(
        { field: 'title', message: 'too dull' },
        { field: 'rules.hold_ttl_seconds', message: 'too short' },
        { field: 'moon', message: 'is not full' },
      ),
    );
    expect([form.faulty, form.elsewhere]).toEqual([['titleKo', 'holdTtlSeconds'], 'moon: is not full']);
    expect(form.faultOf('titleKo')).toEqual({ server: 'too dull', about: 'titleKo' });
    type('venueKo', '대극장');
    expect([form.faulty, form.elsewhere]).toEqual([['titleKo', 'holdTtlSeconds'], undefined]);
    type('titleKo', '새 꿈');
    expect(form.faulty).toEqual(['holdTtlSeconds']);
    type('holdTtlSeconds', '90');
    form.refused({ kind: 'unreachable', because: 'network' });
    expect(form.faulty).toEqual([]);
  });

  it('may be a name that is taken', () => {
    form.sayTaken();
    expect([form.faultOf('id'), form.faulty]).toEqual(['taken', ['id']]);
    form.changed('id');
    expect(form.faulty).toEqual([]);
  });

  it('is gone with all that was typed', () => {
    form.refused(refusedWith({ field: 'moon', message: 'is not full' }));
    form.sayTaken();
    form.wasTried = true;
    type('titleKo', '');
    form.discard();
    expect([form.faulty, form.elsewhere, form.wasTried, form.isDirty]).toEqual([[], undefined, false, false]);
  });
});

describe('The hall of an event in its form', () => {
  it('has as many seats as its rows have, and none where those are no numbers', () => {
    expect([form.seatCount, form.categories]).toEqual([
      200,
      [{ name: 'standard', color: undefined, seatCount: 200 }],
    ]);
    form.draft.rows = 'many';
    expect(form.seatCount).toBe(0);
  });

  it('has those of its plan, by category, and none before one is chosen', () => {
    form = formOf({ ...base, hallKind: 'plan' });
    expect([form.plan, form.categories, form.seatCount]).toEqual([undefined, [], 0]);
    form.draft.planId = 'arena';
    expect(form.categories).toEqual([
      { name: 'Stalls', color: '#111', seatCount: 20 },
      { name: 'Balcony', color: '#222', seatCount: 10 },
    ]);
    expect(form.seatCount).toBe(30);
  });
});

describe('What somebody else saved meanwhile', () => {
  const by = [{ actor: 'minji', at: '2031-01-01T00:00:00Z' }];

  it('is taken over where nothing was typed, is told, and can be taken for what was typed', () => {
    type('titleKo', '내 꿈');
    const stored = { ...base, titleKo: '네 꿈', venueKo: '대극장' };
    expect(form.goOnFrom(stored, by)).toBe(true);
    expect([form.draft.titleKo, form.draft.venueKo, form.isDirty]).toEqual(['내 꿈', '대극장', true]);
    expect(form.meanwhile).toEqual({
      by,
      changes: [
        { field: 'titleKo', theirs: '네 꿈', mine: '내 꿈' },
        { field: 'venueKo', theirs: '대극장', mine: undefined },
      ],
    });
    form.takeTheirs('titleKo');
    expect([form.draft.titleKo, form.isDirty]).toEqual(['네 꿈', false]);
    expect(form.meanwhile?.changes[0]).toEqual({ field: 'titleKo', theirs: '네 꿈', mine: undefined });
    expect(form.meanwhile?.by).toEqual(by);
    // Nobody has changed that one.
    form.takeTheirs('rows');
    expect(form.draft.rows).toBe('10');
    form.seenMeanwhile();
    form.takeTheirs('titleKo');
    expect(form.meanwhile).toBeUndefined();
  });

  it('is nothing where it is what was typed here, and then nothing is left to save', () => {
    type('titleKo', '새 꿈');
    form = formOf();
    expect(form.isRestored).toBe(true);
    expect(form.goOnFrom({ ...base, titleKo: '새 꿈' }, by)).toBe(false);
    expect([form.meanwhile, form.isDirty, form.isRestored, formOf().isRestored]).toEqual([
      ...[undefined, false, false, false],
    ]);
  });

  it('is adopted without a word where it was done on this page, and what is typed stays', () => {
    type('titleKo', '새 꿈');
    form.adopt({ saleOpensAt: '2031-05-01T10:00', isOpenedByHand: false });
    expect([form.draft.saleOpensAt, form.draft.titleKo, form.meanwhile]).toEqual([
      ...['2031-05-01T10:00', '새 꿈', undefined],
    ]);
    type('titleKo', '꿈');
    expect(form.isDirty).toBe(false);
  });
});

describe('The words of the form', () => {
  const { ko, en } = eventFormWords;

  it('say what is wrong and what would be right, with numbers as they are written there', () => {
    const said = (fault: Parameters<typeof faultWords>[0]) => faultWords(fault, en.fault, 'en');
    expect(said(undefined)).toBe('');
    expect(said('missing')).toBe('This is needed.');
    expect(said({ min: 1, max: 60_000 })).toBe('Enter a number from 1 to 60,000.');
    const fixed = 'cannot be changed any more';
    expect(said({ server: fixed, about: 'order' })).toBe(en.fault.order_fixed);
    expect(said({ server: fixed, about: 'rows' })).toBe(en.fault.hall_fixed);
    expect(said({ server: 'no', about: 'rows' })).toBe('The server did not take this: no');
  });

  it.each([
    [0, '0 seconds', '0초'],
    [1, '1 second', '1초'],
    [59, '59 seconds', '59초'],
    [60, '1 minute', '1분'],
    [90, '1 minute 30 seconds', '1분 30초'],
    [150, '2 minutes 30 seconds', '2분 30초'],
    [3_600, '1 hour', '1시간'],
    [7_205, '2 hours 5 seconds', '2시간 5초'],
    [7_265, '2 hours 1 minute', '2시간 1분'],
  ])('say a time in its two largest parts: %s', (seconds, inEnglish, inKorean) => {
    expect(saidSeconds(seconds, en.duration, 'en')).toBe(inEnglish);
    expect(saidSeconds(seconds, ko.duration, 'ko')).toBe(inKorean);
  });

  it('call each field by its name, a price by its category', () => {
    // Of an event that exists nobody is asked whether its sale is opened by hand.
    const others = ['prices', 'hallKind', 'isOpenedByHand'];
    const fields = (Object.keys(newDraft()) as FieldName[]).filter((name) => !others.includes(name));
    const unnamed = fields.filter((field) => fieldLabel(field, en) === field);
    expect(unnamed).toEqual([]);
    expect([fieldLabel('prices.Balcony', en), fieldLabel('prices.standard', en)]).toEqual([
      'Balcony',
      en.prices.standard,
    ]);
  });

  it('name the venue’s clock by how far it is from Greenwich, then', () => {
    const at = (iso: string) => offsetName('Europe/Berlin', Date.parse(iso));
    expect([at('2031-01-01T00:00Z'), at('2031-07-01T00:00Z')]).toEqual(['GMT+1', 'GMT+2']);
  });
});
