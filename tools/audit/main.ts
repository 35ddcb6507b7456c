import type { Audit } from '@jari/contract';
import { lookFromOutside, type OutsideView } from './outside.ts';
import { readOptions, usage, UsageError, type Options } from './options.ts';
import { reportLines } from './report.ts';

/** `npm run audit`: has a running server prove that everything agrees, and looks at it from outside as well. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === undefined) {
    console.log(usage);
    return 0;
  }
  if (!options.isJson) console.error(`Auditing ${options.event ?? 'all events'} of ${options.url} …`);
  const audit = await ask(options);
  const outside = new Map<string, OutsideView>();
  for (const { event } of audit.events) {
    if (!options.isJson) console.error(`Looking at ${event} from outside …`);
    outside.set(event, await lookFromOutside(options.url, event, options.token));
  }
  const isOk = audit.ok && [...outside.values()].every(({ findings }) => findings.length === 0);
  if (options.isJson) console.log(JSON.stringify({ ok: isOk, audit, outside: Object.fromEntries(outside) }));
  else for (const line of reportLines(audit, outside)) console.log(line);
  return isOk ? 0 : 1;
}

async function ask({ url, event, token, hasToRepair }: Options): Promise<Audit> {
  const query = event === undefined ? '' : `?event=${encodeURIComponent(event)}`;
  const answer = await fetch(`${url}/api/v1/admin/audit${hasToRepair ? '/repairs' : ''}${query}`, {
    method: hasToRepair ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}` },
  });
  const body = (await answer.json()) as Audit & { readonly detail?: string };
  if (!answer.ok) throw new Error(`The server answers ${answer.status}: ${body.detail ?? 'no reason'}`);
  return body;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) console.error(`\n${usage}`);
    process.exitCode = 2;
  },
);
