import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('the options of a suite', () => {
  it('mean the quick way where deaths are counted and nothing else is asked for', () => {
    expect(readOptions(['--kills', '9']).mode).toBe('quick');
    expect(readOptions([]).mode).toBe('full');
    for (const more of [['--hosts'], ['--clocks'], ['--faults', 'server-kill']]) {
      expect(readOptions(['--kills', '9', ...more])).toMatchObject({ mode: 'full', kills: 9 });
    }
  });

  it.each([['--hosts'], ['--clocks'], ['--faults=server-kill']])(
    'are refused where the quick way would take no notice of %s',
    (more) => {
      expect(() => readOptions(['--mode', 'quick', more])).toThrow('--mode quick');
    },
  );
});
