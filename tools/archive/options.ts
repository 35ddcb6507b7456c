import { parseArgs } from 'node:util';
import { keptToken } from '../audit/options.ts';

export const usage = `Usage: npm run archive -- --event E --to FOLDER [--older-than 2d] [--url http://127.0.0.1:5800]

Moves the old changes of an event's log to a file, proves the file, and only then has the server remove them.

  --event ID      whose log
  --to FOLDER     where the files are kept; one more for each run that finds something
  --older-than T  only what is older: 36h, 2d, 90m, 30s (2d)
  --url URL       the server, or a gateway (http://127.0.0.1:5800)
  --token T       the owner's. Else JARI_TOKEN, ADMIN_TOKEN, or what an embedded server keeps in DATA_DIR

Ends with 0 when everything old enough is in files, with 1 when it is not, with 2 when it was asked the wrong way.`;

export interface Options {
  readonly url: string;
  readonly event: string;
  readonly folder: string;
  readonly olderThanSeconds: number;
  readonly token: string;
}

/** Something in the command line that cannot be meant. */
export class UsageError extends Error {}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Undefined when it is the usage that was asked for. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options | undefined {
  const values = parse(args);
  if (values.help === true) return undefined;
  const { event, to: folder } = values;
  if (event === undefined || folder === undefined) throw new UsageError('--event and --to are needed.');
  const age = /^(\d+)([smhd])$/.exec(values['older-than'] ?? '2d');
  if (age === null) throw new UsageError('--older-than is a number and s, m, h or d.');
  const token = values.token ?? env['JARI_TOKEN'] ?? env['ADMIN_TOKEN']?.split(',')[0] ?? keptToken(env);
  if (token === undefined || token === '') throw new UsageError('The owner’s token is needed: JARI_TOKEN=…');
  return {
    ...{ event, folder, token },
    url: (values.url ?? 'http://127.0.0.1:5800').replace(/\/$/, ''),
    olderThanSeconds: Number(age[1]) * (SECONDS[age[2] ?? ''] ?? 1),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    ...{ event: text, to: text, 'older-than': text, url: text, token: text },
    help: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
