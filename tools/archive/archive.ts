import { rm } from 'node:fs/promises';
import type { Archived } from '@jari/contract';
import { keep, newest, proved, write, type FileEnd } from './files.ts';
import type { Options } from './options.ts';

export interface Outcome {
  /** The new file; undefined when nothing was old enough. */
  readonly file: string | undefined;
  readonly changes: number;
  readonly removed: number;
}

/**
 * One run. What the ledger has is removed only after the file that has it was proved, and lies on disk under its name; so
 * wherever a run breaks off, the next one finds either everything in the ledger or everything in a file, and goes on.
 *
 *   newest file there already ──remove what it has──► read ──► .part, fsync ──► prove ──► its name, fsync ──► remove
 */
export async function archive(options: Options): Promise<Outcome> {
  const { folder, event } = options;
  const last = await newest(folder, event);
  const former = last === undefined ? undefined : await proved(last, event);
  let removed = former === undefined ? 0 : await remove(options, former);

  const answer = await ask(options, `?older_than_seconds=${String(options.olderThanSeconds)}`);
  if (answer.body === null) throw new Error('The server sent nothing.');
  const end = await proved(await write(folder, event, answer.body), event);
  if (former !== undefined && former.sequence !== end.from) {
    throw new Error(
      `${former.path} ends with change ${former.sequence}, and the ledger’s log begins after ${end.from}: a file is missing here.`,
    );
  }
  if (end.sequence === end.from) {
    await rm(end.path);
    return { file: undefined, changes: 0, removed };
  }
  const file = await keep(folder, event, end);
  removed += await remove(options, end);
  return { file, changes: end.sequence - end.from, removed };
}

async function remove(options: Options, { epoch, sequence, head }: FileEnd): Promise<number> {
  const body = JSON.stringify({ epoch, sequence, head });
  const answer = await ask(options, '', { method: 'POST', body });
  return ((await answer.json()) as Archived).removed;
}

async function ask({ url, event, token }: Options, query: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(`${url}/api/v1/admin/events/${encodeURIComponent(event)}/archive${query}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  if (answer.ok) return answer;
  const { detail = 'no reason' } = (await answer.json()) as { readonly detail?: string };
  throw new Error(`The server answers ${answer.status}: ${detail}`);
}
