import type { EventDetails } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { digitsOf, toMinorUnits, toTyped } from '#lib/admin/event-form/amounts.ts';
import { checkDraft, fieldNamed } from '#lib/admin/event-form/check-draft.ts';
import { copyOf, draftOf, newDraft } from '#lib/admin/event-form/event-draft.ts';
import { DraftKeeper, sameDraft } from '#lib/admin/event-form/draft-keeper.ts';
import { suggestedId } from '#lib/admin/event-form/suggested-id.ts';
import { fromZoned, toZoned } from '#lib/admin/event-form/zoned-time.ts';
import { memoryStorage } from '../support/memory-storage.ts';

const SEOUL = 'Asia/Seoul';
const complete = {
  ...newDraft(),
  id: 'dream',
  titleKo: '한여름 밤의 꿈',
  venueKo: '자리 소극장',
  startsAt: '2031-06-21T19:30',
  hallKind: 'grid',
} as const;

const event: EventDetails = {
  id: 'dream',
  title: { ko: '한여름 밤의 꿈', en: 'A Midsummer Night’s Dream' },
  venue: '자리 소극장',
  starts_at: '2031-06-21T10:30:00.000Z',
  ends_at: null,
  time_zone: SEOUL,
  sale_opens_at: '2031-05-01T00:00:00.000Z',
  sale_closes_at: null,
  server_time: '2031-01-01T00:00:00.000Z',
  sale: 'before',
  hall: null,
  plan: { id: 'a'.repeat(32), seat_count: 200 },
  currency: 'EUR',
  prices: { Stalls: 5_550, Balcony: 3_000 },
  rules: {
    hold_ttl_seconds: 90,
    hold_extensions: 0,
    max_seats_per_user: 6,
    no_single_seats: true,
    personal_data_days: 7,
  },
  waiting_room: {
    admitted_per_minute: 30,
    active_max: 100,
    turn_ttl_seconds: 90,
    pre_queue_minutes: 15,
    order: 'arrival',
    proof_of_work_bits: 16,
  },
};

describe('the venue’s clock', () => {
  it('reads what is typed, wherever the organiser sits', () => {
    expect(fromZoned('2031-06-21T19:30', SEOUL)).toBe('2031-06-21T10:30:00.000Z');
    expect(toZoned('2031-06-21T10:30:00Z', SEOUL)).toBe('2031-06-21T19:30');
    expect(fromZoned('2031-01-21T19:30', 'America/New_York')).toBe('2031-01-22T00:30:00.000Z');
  });

  it('has no moment for a time that summer time leaves out, and the first of two where it ends', () => {
    expect(fromZoned('2026-03-29T02:30', 'Europe/Berlin')).toBeUndefined();
    expect(fromZoned('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(fromZoned('nonsense', SEOUL)).toBeUndefined();
  });
});

describe('prices', () => {
  it('are typed in the currency’s units and sent in its smallest', () => {
    expect([digitsOf('KRW'), digitsOf('EUR'), digitsOf('KWD')]).toEqual([0, 2, 3]);
    expect(toMinorUnits('55,000', 'KRW')).toBe(55_000);
    expect(toMinorUnits('55.5', 'EUR')).toBe(5_550);
    expect(toMinorUnits('0', 'EUR')).toBe(0);
    expect([toTyped(5_550, 'EUR'), toTyped(5_500, 'EUR'), toTyped(55_000, 'KRW')]).toEqual([
      '55.50',
      '55',
      '55000',
    ]);
  });

  it('are no prices where they have more digits than the currency, or none', () => {
    for (const typed of ['1.5', '-1', 'a lot', '']) expect(toMinorUnits(typed, 'KRW'), typed).toBeUndefined();
    expect(toMinorUnits('1.005', 'EUR')).toBeUndefined();
  });

  it('have a comma before three digits only, as twelve and a half is no thousand', () => {
    expect(['1,250', '1,234,567', '12 500'].map((typed) => toMinorUnits(typed, 'EUR'))).toEqual([
      ...[125_000, 123_456_700, 1_250_000],
    ]);
    for (const typed of ['12,50', '12,5', '1,25', ',500', '1,,250', '1,250,'])
      expect(toMinorUnits(typed, 'EUR'), typed).toBeUndefined();
  });
});

describe('the draft of an event', () => {
  it('says to the API what the event says, when nothing was changed', () => {
    const { input, faults } = checkDraft(draftOf(event), SEOUL, ['Stalls', 'Balcony']);
    expect(faults).toEqual({});
    expect(input).toEqual({
      title: event.title,
      venue: event.venue,
      starts_at: event.starts_at,
      ends_at: null,
      sale_opens_at: event.sale_opens_at,
      sale_closes_at: null,
      plan: event.plan?.id,
      currency: 'EUR',
      prices: event.prices,
      rules: event.rules,
      waiting_room: event.waiting_room,
    });
  });

  it('names every field that is wrong, and why', () => {
    const { input, faults } = checkDraft(
      {
        ...newDraft(),
        id: 'Not An Id',
        titleEn: 'x'.repeat(201),
        startsAt: '2031-06-21T19:30',
        endsAt: '2031-06-21T19:00',
        saleOpensAt: '2031-06-01T10:00',
        saleClosesAt: '2031-06-01T10:00',
        prices: { standard: 'cheap' },
        holdTtlSeconds: '1.5',
        maxSeatsPerUser: '',
        hasRoom: true,
        activeMax: '0',
      },
      SEOUL,
      ['standard'],
    );
    expect(input).toBeUndefined();
    expect(faults).toEqual({
      id: 'bad_id',
      titleEn: 'long',
      venueKo: 'missing',
      endsAt: 'not_after_start',
      saleClosesAt: 'not_after_opening',
      planId: 'missing',
      'prices.standard': 'bad_price',
      holdTtlSeconds: { min: 1, max: 86_400 },
      maxSeatsPerUser: 'missing',
      activeMax: { min: 1, max: 1_000_000 },
    });
  });

  it('takes an end only after the beginning, and one that is not known', () => {
    const withEnd = (endsAt: string) =>
      checkDraft({ ...complete, endsAt }, SEOUL, ['standard']).faults.endsAt;
    const { startsAt } = complete;
    expect([withEnd(startsAt), withEnd(''), withEnd('2099-01-01T00:00')]).toEqual([
      'not_after_start',
      undefined,
      undefined,
    ]);
  });

  it('of a sale that is opened by hand has no opening time, whatever was typed there before', () => {
    const draft = { ...complete, saleOpensAt: 'nonsense', isOpenedByHand: true };
    const { input, faults } = checkDraft(draft, SEOUL, ['standard']);
    expect(faults).toEqual({});
    expect(input).toMatchObject({ sale_opens_at: null, sale_paused: true });
    expect(checkDraft(complete, SEOUL, ['standard']).input).not.toHaveProperty('sale_paused');
  });

  it('says a text once when it is the same for everybody', () => {
    expect(checkDraft(complete, SEOUL, ['standard']).input?.title).toBe('한여름 밤의 꿈');
    const both = checkDraft({ ...complete, titleEn: 'Dream' }, SEOUL, ['standard']);
    expect(both.input?.title).toEqual({ ko: '한여름 밤의 꿈', en: 'Dream' });
  });

  it('says a turn of any whole seconds as it was, of which a minute has no round parts', () => {
    const secondsOf = (turn_ttl_seconds: number) => {
      const waiting_room = event.waiting_room && { ...event.waiting_room, turn_ttl_seconds };
      return checkDraft(draftOf({ ...event, waiting_room }), SEOUL, []).input?.waiting_room?.turn_ttl_seconds;
    };
    const all = [31, 62, 125, 500, 86_399];
    expect(all.map(secondsOf)).toEqual(all);
  });

  it('takes any price that there can be, from nothing on', () => {
    const priced = (typed: string) =>
      checkDraft({ ...complete, prices: { standard: typed } }, SEOUL, ['standard']);
    const most = 1_000_000_000_000;
    for (const typed of ['0', '1', String(most)])
      expect([priced(typed).faults, priced(typed).input?.prices]).toEqual([{}, { standard: Number(typed) }]);
    for (const typed of [String(most + 1), '-1', 'free'])
      expect(priced(typed).faults).toEqual({ 'prices.standard': 'bad_price' });
  });

  it('leaves out prices of categories that the chosen hall does not have', () => {
    const draft = { ...complete, prices: { standard: '10000', Stalls: '90000' } };
    expect(checkDraft(draft, SEOUL, ['standard']).input?.prices).toEqual({ standard: 10_000 });
  });

  it('of a copy is the same but for its name and its times', () => {
    const times = { ends_at: '2031-06-21T13:00:00.000Z', sale_closes_at: '2031-06-21T10:00:00.000Z' };
    const copy = copyOf({ ...event, ...times }, ['dream', 'dream-2']);
    const blank = { startsAt: '', endsAt: '', saleOpensAt: '', saleClosesAt: '' };
    expect(copy).toEqual({ ...draftOf(event), ...blank, id: 'dream-3' });
  });
});

describe('the server’s names of fields', () => {
  it('lead to the field that the organiser sees', () => {
    expect(fieldNamed('waiting_room.order')).toBe('order');
    expect(fieldNamed('prices.Stalls')).toBe('prices.Stalls');
    expect(fieldNamed('something.new')).toBeUndefined();
  });
});

describe('the name in the address', () => {
  it('is made from the English title, or else from the day', () => {
    expect(suggestedId('A Midsummer Night’s Dream', '')).toBe('a-midsummer-nights-dream');
    expect(suggestedId('Café – Élan!', '')).toBe('cafe-elan');
    expect(suggestedId('', '2031-06-21T19:30')).toBe('show-2031-06-21');
    expect(suggestedId('', '')).toBe('');
  });
});

describe('what was typed', () => {
  it('comes back as it was, of each event its own', () => {
    const memory = memoryStorage();
    const keeper = new DraftKeeper('new', memory);
    keeper.write(newDraft(), complete);
    expect(new DraftKeeper('new', memory).read()).toEqual({ base: newDraft(), draft: complete });
    expect(new DraftKeeper('edit:dream', memory).read()).toBeUndefined();
    keeper.forget();
    expect(keeper.read()).toBeUndefined();
  });

  it('is left alone when a form of another version kept it', () => {
    const memory = memoryStorage();
    memory.setItem('jari:event-draft:new', JSON.stringify({ base: {}, draft: { id: 7 } }));
    expect(new DraftKeeper('new', memory).read()).toBeUndefined();
    memory.setItem('jari:event-draft:new', 'nonsense');
    expect(new DraftKeeper('new', memory).read()).toBeUndefined();
  });

  it('is no change as long as it says the same', () => {
    expect(sameDraft(complete, { ...complete, prices: { standard: '' } })).toBe(true);
    expect(sameDraft(complete, { ...complete, prices: { standard: '1' } })).toBe(false);
    expect(sameDraft(complete, { ...complete, hasRoom: true })).toBe(false);
  });
});
