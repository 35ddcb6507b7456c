import { parseArgs } from 'node:util';

export const usage = `Usage: npm run mutation [-- --only PART] [--concurrency N] [--fresh] [--page]

Changes the decisions and the box office in every small way, one at a time, and shows what no test notices.

  --only PART      only the sources with this in their path, such as domain/decide; several times: any of them
  --concurrency N  so many changes at a time (1)
  --fresh          tries all anew, also what was tried before with the same source and the same tests
  --page           tries nothing, only writes docs/mutation.md anew and tells which sources have changed since

Ends with 1 if less than 90 % of the changes that it tried were noticed. Ctrl-C ends it early; the next run goes on.`;

export interface Options {
  readonly only: readonly string[];
  readonly concurrency: number;
  readonly isFresh: boolean;
  readonly isPageOnly: boolean;
}

/** Undefined when it is the usage that was asked for. Throws when the command line cannot be meant. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      concurrency: { type: 'string' },
      fresh: { type: 'boolean' },
      page: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return undefined;
  const concurrency = Number(values.concurrency ?? 1);
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new Error('--concurrency takes a whole number from 1 on.');
  }
  return {
    only: values.only ?? [],
    concurrency,
    isFresh: values.fresh === true,
    isPageOnly: values.page === true,
  };
}
