import { expect, test } from 'vitest';
import { Canaries } from './canaries.ts';

test('a canary is found by its whole name and by its phone, however that is written', () => {
  for (const trace of ['Kanarie000007', '010-7731-0042', '010 7731 0042', '01077310042', '+821077310042']) {
    expect(Canaries.in(`{"it":"${trace}"}`)).toEqual([trace]);
  }
});

test('the digits of a longer number are nobody’s phone', () => {
  for (const text of [
    'seconds_sum 0.0107731004233',
    'at 1800010773100421',
    'Kanarie',
    '{"n":2010773100423}',
  ]) {
    expect(Canaries.in(text)).toEqual([]);
  }
});
