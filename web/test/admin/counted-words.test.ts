import { describe, expect, it } from 'vitest';
import { hallEn } from '#lib/admin/hall/words/en.ts';
import { hallKo } from '#lib/admin/hall/words/ko.ts';
import { personText } from '#lib/admin/people/person-text.ts';
import { peopleWords } from '#lib/admin/people/words.ts';
import { doorPageWords } from '#lib/admin/words/door.ts';

/** What is said of one, and of several. */
type Said = (count: string) => string;

describe('What the console says of one is said of one', () => {
  const [hall, people, door] = [hallEn, peopleWords.en, doorPageWords.en];
  it.each<[Said, string, string]>([
    [hall.panel.count, '1 seat selected', '2 seats selected'],
    [hall.panel.announced, '1 seat selected.', '2 seats selected.'],
    [hall.panel.running, 'Working… 1 seat', 'Working… 2 seats'],
    [(n) => hall.selectState('Held', n), 'Select the 1 seat: Held', 'Select all 2 seats: Held'],
    [hall.result.done.block, '1 seat blocked', '2 seats blocked'],
    [hall.result.done.unblock, '1 seat back on sale', '2 seats back on sale'],
    [hall.result.done.release, '1 seat released', '2 seats released'],
    [hall.result.done.sell, '1 seat sold', '2 seats sold'],
    [hall.result.done.cancel, '1 seat cancelled', '2 seats cancelled'],
    [hall.result.refused, '1 seat stayed as it was', '2 seats stayed as they were'],
    [hall.reason.releaseTitle, 'Release 1 seat?', 'Release 2 seats?'],
    [
      (n) => hall.reason.cancelTitle(n, '2'),
      'Cancel 2 seats of 1 reservation?',
      'Cancel 2 seats of 2 reservations?',
    ],
    [(n) => hall.reason.part(Number(n), 2), '1 of 2 seats', 'all 2 seats'],
    [(n) => hall.facts.extensions(Number(n)), 'extended once', 'extended 2 times'],
    [people.found, '1 reservation', '2 reservations'],
    [people.cancelSome, 'Cancel the chosen seat', 'Cancel the 2 chosen seats'],
    [people.cancelled, '1 seat cancelled', '2 seats cancelled'],
    [
      people.erasedDone,
      'Personal data removed from 1 reservation',
      'Personal data removed from 2 reservations',
    ],
    [door.doubleCount, '1 ticket', '2 tickets'],
    [door.people, '1 person', '2 people'],
  ])('%o', (say, one, two) => {
    expect([say('1'), say('2')]).toEqual([one, two]);
  });

  it('also where the server could not be reached', () => {
    const said = ['1', '2'].map(hall.result.untried);
    expect(said[0]).toContain('so 1 seat was not tried.');
    expect(said[1]).toContain('so 2 seats were not tried.');
  });
});

describe('A row of a hall', () => {
  it('is a row also where it has no name', () => {
    expect([hallEn.tree.row(''), hallEn.tree.row('B')]).toEqual(['Row', 'Row B']);
    expect(hallKo.tree.row('B')).toContain('B');
    expect(hallKo.tree.row('').trim()).not.toBe('');
  });
});

describe('Who has a reservation', () => {
  it('is said by name, or that it was removed, or cannot be read', () => {
    const said = (personal_data: 'kept' | 'removed' | 'unreadable') =>
      personText({ user_name: 'Ann', personal_data }, peopleWords.en);
    expect([said('kept'), said('removed'), said('unreadable')]).toEqual([
      ...['Ann', 'Personal data removed', 'Unreadable (this server lacks the key)'],
    ]);
  });
});
