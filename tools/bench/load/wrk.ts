import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StackFolder } from '../../stack/stack-folder.ts';
import { runToEnd } from '../rig/child.ts';
import type { LoadOptions, LoadResult } from './load.ts';
import type { RequestTemplate } from './request.ts';

const script = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** Undefined when it is not installed. */
export function findWrk(): string | undefined {
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v wrk'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** One thread: it sends some 100,000 requests a second, more than any server here answers. */
export async function loadByWrk(
  folder: StackFolder,
  wrk: string,
  url: string,
  template: RequestTemplate,
  { seconds, connections, requestsMax, cookiesFile }: LoadOptions,
): Promise<LoadResult | 'all sent'> {
  const head = join(folder.path, 'request-head');
  const body = join(folder.path, 'request-body');
  writeFileSync(head, headOf(url, template));
  writeFileSync(body, template.body ?? '');
  const output = await runToEnd(folder, wrk, [
    ...['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '10s', '-s', script, url],
    ...['--', head, body, cookiesFile, String(requestsMax)],
  ]);
  if (/^ALL SENT$/m.test(output)) return 'all sent';
  const result = /^RESULT (.*)$/m.exec(output)?.[1];
  if (result === undefined) throw new Error(`wrk said nothing of use:\n${output}`);
  return JSON.parse(result) as LoadResult;
}

function headOf(url: string, { method, path, headers, body }: RequestTemplate): string {
  const all = {
    host: new URL(url).host,
    ...headers,
    ...(body === undefined ? {} : { 'content-length': '@length@' }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}
