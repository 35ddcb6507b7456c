import type { ConsoleEventDetails } from '@jari/contract';
import { render } from 'svelte/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import SaleControls from '#lib/admin/sale/SaleControls.svelte';
import { i18n } from '#lib/i18n/i18n.svelte.ts';

beforeEach(() => void (i18n.lang = 'en'));
afterEach(() => void (i18n.lang = 'ko'));

/** Of an event no more than how it is sold matters here. */
const eventOf = (sale: string, more: object = {}, isPaused = false) =>
  ({
    event: { id: 'gala', sale, sale_opens_at: null, sale_closes_at: null, time_zone: 'UTC', ...more },
    ...{ seats: { held: 2, reserved: 3 }, line: null, people_waiting: 0, sale_paused: isPaused },
  }) as unknown as ConsoleEventDetails;
const opens = { sale_opens_at: '2031-05-01T10:00:00Z' };
const closes = { sale_closes_at: '2031-06-01T10:00:00Z' };

/** What an organiser can do, and what they read of how it is. */
function shown(details: ConsoleEventDetails) {
  const { body } = render(SaleControls, { props: { details, onchanged: () => Promise.resolve() } });
  const buttons = [
    ...body.matchAll(/data-testid="(sale-(?:open|paused|closed))"[^>]*>(?:<!--.*?-->)*([^<]*)/g),
  ];
  return {
    choices: buttons.map(([, id = '', words = '']) => `${id}: ${words}`),
    now: /<p class="soft[^>]*>([^<]*)/.exec(body.replace(/<!--.*?-->/g, ''))?.[1],
  };
}

describe('An organiser whose sale', () => {
  it('has not begun can open it now, or keep it from opening by itself; one that waits for them, only open it', () => {
    const before = shown(eventOf('before', opens));
    expect(before.choices).toEqual(['sale-open: Open now', 'sale-paused: Open it by hand instead']);
    expect(before.now).toMatch(/^The sale opens by itself .*May/);
    const byHand = shown(eventOf('before', opens, true));
    expect(byHand.choices).toEqual(['sale-open: Open now']);
    expect(byHand.now).toMatch(/^The sale does not open by itself .*May.*: you open it\.$/);
  });

  it('is open can pause or close it', () => {
    const open = shown(eventOf('open'));
    expect(open).toEqual({
      choices: ['sale-paused: Pause', 'sale-closed: Close'],
      now: 'Seats can be booked now.',
    });
    expect(shown(eventOf('open', closes)).now).toMatch(/^Seats can be booked now\. The sale closes .*June?/);
  });

  it('is paused can open it again or close it; one that is closed can be opened again', () => {
    expect(shown(eventOf('paused', {}, true)).choices).toEqual([
      'sale-open: Open again',
      'sale-closed: Close',
    ]);
    expect(shown(eventOf('paused')).now).toMatch(/^The sale is paused: nobody can choose seats/);
    expect(shown(eventOf('closed'))).toEqual({
      choices: ['sale-open: Open again'],
      now: 'The sale is closed.',
    });
    expect(shown(eventOf('closed', closes)).now).toMatch(/^The sale was closed .*Jun/);
  });
});
