import type { EventDetails } from '@jari/contract';
import { render } from 'svelte/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import PricedSeats from '../src/routes/events/[event]/reserve/PricedSeats.svelte';
import { smallHall } from './support/drawing.ts';
import { shownWords } from './support/shown-words.ts';

let hall: Hall;
beforeEach(() => {
  i18n.lang = 'en';
  hall = new Hall('gala');
});
afterEach(() => {
  hall.mine.stop();
  i18n.lang = 'ko';
});

// Of the event no more than its prices matters here.
const priced = (prices: Record<string, number>, currency: string | null = 'KRW') =>
  void (hall.details = {
    ...{ prices, currency, plan: null, hall: { rows: 3, seats_per_row: 4 } },
  } as EventDetails);
const shown = (...seatIds: number[]) => shownWords(render(PricedSeats, { props: { hall, seatIds } }).body);

describe('What chosen seats cost', () => {
  it.each([
    [[1], '₩50,000'],
    [[1, 2, 3], '₩150,000'],
  ])('in a small hall is the price as often as there are seats: %j', (seatIds, total) => {
    priced({ standard: 50_000 });
    expect(shown(...seatIds)).toEqual(['Total', total]);
  });

  it('is in the units of its currency, and said also where it is nothing', () => {
    priced({ standard: 1_255 }, 'EUR');
    expect(shown(1, 2)).toEqual(['Total', '€25.10']);
    priced({ standard: 0 });
    expect(shown(1, 2)).toEqual(['Total', '₩0']);
  });

  it('is not said where nothing has a price, or no currency', () => {
    priced({});
    expect(shown(1, 2)).toEqual([]);
    priced({ standard: 50_000 }, null);
    expect(shown(1, 2)).toEqual([]);
  });

  it('on a map is a line for each seat, places to stand together, and the sum of them', async () => {
    hall.model = await smallHall();
    priced({ Stalls: 50_000, Balcony: 30_000 });
    const words = shown(1, 9, 17, 18);
    expect(words.filter((word) => word.startsWith('₩'))).toEqual([
      '₩50,000',
      '₩30,000',
      '₩100,000',
      '₩180,000',
    ]);
  });
});
