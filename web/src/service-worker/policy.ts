/** What the worker does with a request. */
export type Policy =
  /** Nothing: the browser asks the network as if there were no worker. */
  | 'ignore'
  /** A page: what the server has now, or without a network the app's shell, which knows no seats. */
  | 'page'
  /** A file whose name is a hash of its contents: it can be kept without ever being old. */
  | 'kept'
  /** A file of the shell whose name stays the same: what the server has now, else what was kept. */
  | 'fresh';

/** What is not the web app's: the API above all. Halls, holds and tickets are never answered from a cache. */
const SERVER = /^\/(api|fcfs|docs|gateway)(\/|$)|^\/(health|healthz|readyz|metrics|openapi\.json)$/;
const WORKER = '/service-worker.js';
const IMMUTABLE = '/_app/immutable/';

export interface Asked {
  readonly method: string;
  readonly mode: string;
  readonly url: URL;
}

/** @param shell the paths of the files that are kept */
export function policyFor({ method, mode, url }: Asked, origin: string, shell: ReadonlySet<string>): Policy {
  const { pathname } = url;
  if (method !== 'GET' || url.origin !== origin || SERVER.test(pathname) || pathname === WORKER) {
    return 'ignore';
  }
  if (mode === 'navigate') return 'page';
  if (!shell.has(pathname)) return 'ignore';
  return pathname.startsWith(IMMUTABLE) ? 'kept' : 'fresh';
}
