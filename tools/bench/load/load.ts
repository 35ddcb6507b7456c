import type { StackFolder } from '../../stack/stack-folder.ts';
import { loadByAutocannon } from './autocannon.ts';
import type { RequestTemplate } from './request.ts';
import { findWrk, loadByWrk } from './wrk.ts';

export interface LoadOptions {
  readonly seconds: number;
  readonly connections: number;
  /** When so many have been sent it ends before its time, without waiting for the last answers. */
  readonly requestsMax: number;
  /** One a line; `-` when nobody shows one. */
  readonly cookiesFile: string;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Answered by a status of 400 or more. */
  readonly refused: number;
  readonly unanswered: number;
  readonly latencyMsP50: number;
  readonly latencyMsP99: number;
}

/** Sends the request over all connections as fast as it is answered, for a time or until all have been sent. */
export async function load(
  folder: StackFolder,
  url: string,
  template: RequestTemplate,
  options: LoadOptions,
): Promise<LoadResult | 'all sent'> {
  const wrk = findWrk();
  return wrk === undefined
    ? loadByAutocannon(url, template, options)
    : loadByWrk(folder, wrk, url, template, options);
}
