import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export const usage = `Usage: npm run audit -- [--url http://127.0.0.1:5800] [--event E] [--repair]

Asks a running server to prove that everything agrees with its log, and looks at the same events from outside: a stream,
the states, the changes and the exported log of each.

  --url URL     the server, or a gateway (http://127.0.0.1:5800)
  --event ID    this event alone; else all there are
  --repair      has made anew what is only derived from the ledger; what is true is never touched
  --token T     an organiser's or the owner's. Else JARI_TOKEN, ADMIN_TOKEN, or what an embedded server keeps in DATA_DIR
  --json        the answers as JSON, for programs

Ends with 0 when nothing was found, with 1 when something was and is not repaired, with 2 when it could not look.`;

export interface Options {
  readonly url: string;
  readonly event: string | undefined;
  readonly hasToRepair: boolean;
  readonly isJson: boolean;
  readonly token: string;
}

/** Something in the command line that cannot be meant. */
export class UsageError extends Error {}

/** Undefined when it is the usage that was asked for. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options | undefined {
  const values = parse(args);
  if (values.help === true) return undefined;
  const token = values.token ?? env['JARI_TOKEN'] ?? env['ADMIN_TOKEN']?.split(',')[0] ?? keptToken(env);
  if (token === undefined || token === '') {
    throw new UsageError('An organiser’s token is needed: JARI_TOKEN=… npm run audit -- --url …');
  }
  return {
    url: (values.url ?? 'http://127.0.0.1:5800').replace(/\/$/, ''),
    event: values.event,
    hasToRepair: values.repair === true,
    isJson: values.json === true,
    token,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const options = { url: text, event: text, token: text, repair: flag, json: flag, help: flag };
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** What a server without an ADMIN_TOKEN has made for itself. */
export function keptToken(env: NodeJS.ProcessEnv): string | undefined {
  try {
    const text = readFileSync(join(env['DATA_DIR'] ?? 'data', 'secrets.json'), 'utf8');
    const kept = JSON.parse(text) as { readonly adminToken?: string };
    return kept.adminToken;
  } catch {
    return undefined;
  }
}
