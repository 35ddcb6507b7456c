import { roles } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { actions, actionSentence, rawDetail } from '#lib/admin/trail/action-words.ts';
import { includesRole, ROLES } from '#lib/admin/role.ts';
import { demonstrationWords } from '#lib/admin/words/demonstration.ts';
import { eventFormWords } from '#lib/admin/words/event-form.ts';
import { eventsWords } from '#lib/admin/words/events.ts';
import { organisersWords } from '#lib/admin/words/organisers.ts';
import { saleWords } from '#lib/admin/words/sale.ts';
import { shellWords } from '#lib/admin/words/shell.ts';
import { trailWords } from '#lib/admin/words/trail.ts';
import { tokenIn, tokenLink } from '#lib/admin/token-link.ts';

const dictionaries = {
  demonstrationWords,
  eventFormWords,
  eventsWords,
  organisersWords,
  saleWords,
  shellWords,
  trailWords,
};

/** Every entry with its path; functions are called with something plausible. */
function entries(dictionary: object, path = ''): [string, string][] {
  return Object.entries(dictionary).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    const here = path ? `${path}.${name}` : name;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function')
      return [[here, String((value as (...said: string[]) => unknown)('2', '3'))]];
    return entries(value as object, here);
  });
}

describe.each(Object.entries(dictionaries))('the console’s %s', (_name, { ko, en }) => {
  it('say the same things in both languages, each in its own, and leave nothing empty', () => {
    expect(entries(en).map(([path]) => path)).toEqual(entries(ko).map(([path]) => path));
    for (const [path, words] of entries(en)) {
      expect(words.trim(), path).not.toBe('');
      expect(words, path).not.toMatch(/[가-힣]/);
    }
    for (const [path, words] of entries(ko)) {
      // "A of B" is put together from what is said elsewhere.
      if (!['soldShort', 'of'].includes(path)) expect(words, path).toMatch(/[가-힣]/);
    }
  });
});

describe('the trail', () => {
  it('is told in both languages, and what is unknown as it is', () => {
    const detail = { name: 'minji', role: 'desk' };
    expect(actionSentence('organiser.created', detail, 'en')).toBe('Added minji as Desk');
    expect(actionSentence('organiser.created', detail, 'ko')).toContain('minji');
    expect(actionSentence('organiser.created', {}, 'en')).toBe('Added – as –');
    expect(actionSentence('something.new', detail, 'en')).toBeUndefined();
    expect(actionSentence('toString', detail, 'en')).toBeUndefined();
    expect(rawDetail({ seats: [1, 2], why: 'because' })).toBe('seats: [1,2], why: because');
  });

  it('says of no two things the same', () => {
    for (const lang of ['ko', 'en'] as const) {
      const said = Object.keys(actions).map((action) => actionSentence(action, {}, lang));
      expect(said.length).toBeGreaterThan(20);
      expect(said.filter((sentence, i) => said.indexOf(sentence) !== i)).toEqual([]);
    }
  });
});

describe('roles', () => {
  it('are those of the contract, and each may do what those after it may', () => {
    expect(ROLES).toEqual(roles);
    expect(includesRole('owner', 'door')).toBe(true);
    expect(includesRole('desk', 'desk')).toBe(true);
    expect(includesRole('desk', 'organiser')).toBe(false);
  });
});

describe('a link that signs in', () => {
  it('carries the token where no server sees it', () => {
    const link = new URL(tokenLink('https://jari.example', 'jari_a+b/c='));
    expect(link.pathname + link.search).toBe('/admin');
    expect(tokenIn(link.hash)).toBe('jari_a+b/c=');
    expect(tokenIn('')).toBeUndefined();
    expect(tokenIn('#main')).toBeUndefined();
  });
});
