import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const usage = `Usage: npm run planted-bugs [-- --only PART] [--resume] [--all-suites] [--jobs N] [--patch FILE]

Plants one bug after another in a copy of this checkout, and shows which test catches it.

  --only PART    only the bugs with this in their name, in the files they change, or in the suite they name; several times: any
  --resume       leaves out what was caught before with the same patch in the same sources
  --new          leaves out what was caught before with the same patch, whatever the sources were
  --named-only   runs no other suite than the one that a bug names
  --all-suites   runs all suites on each bug, to see which of them catch it (hours)
  --jobs N       so many at a time, each in a copy of its own (1)
  --patch FILE   a bug of your own instead of those kept here; may be given several times
  --page         plants nothing, only writes docs/planted-bugs.md anew

Ends with 1 if a bug survives. Ctrl-C ends it early; --resume goes on from there.`;

export interface Options {
  readonly only: readonly string[];
  readonly isResumed: boolean;
  readonly isNewOnly: boolean;
  readonly isNarrow: boolean;
  readonly isForAll: boolean;
  readonly patches: readonly string[];
  readonly isPageOnly: boolean;
  readonly jobs: number;
}

/** Undefined when it is the usage that was asked for. Throws when the command line cannot be meant. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      resume: { type: 'boolean' },
      new: { type: 'boolean' },
      'named-only': { type: 'boolean' },
      'all-suites': { type: 'boolean' },
      patch: { type: 'string', multiple: true },
      jobs: { type: 'string' },
      page: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return undefined;
  const jobs = Number(values.jobs ?? 1);
  if (!Number.isInteger(jobs) || jobs < 1) throw new Error('--jobs takes a whole number from 1 on.');
  return {
    only: values.only ?? [],
    isResumed: values.resume === true,
    isNewOnly: values.new === true,
    isNarrow: values['named-only'] === true,
    isForAll: values['all-suites'] === true,
    patches: (values.patch ?? []).map((file) => resolve(file)),
    isPageOnly: values.page === true,
    jobs,
  };
}
