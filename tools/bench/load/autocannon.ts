import autocannon, { type Request, type Result } from 'autocannon';
import { readFileSync } from 'node:fs';
import type { LoadOptions, LoadResult } from './load.ts';
import { fill, type RequestTemplate } from './request.ts';

/** For machines without wrk. It takes as much CPU as the server, so all rates come out lower. */
export async function loadByAutocannon(
  url: string,
  { method, path, headers, body }: RequestTemplate,
  { seconds, connections, requestsMax, cookiesFile }: LoadOptions,
): Promise<LoadResult | 'all sent'> {
  const cookies = cookiesFile === '-' ? [] : readFileSync(cookiesFile, 'utf8').split('\n');
  let n = 0;
  const next = () => {
    n++;
    const of = (text: string) => fill(text, n, cookies[n - 1] ?? '');
    return {
      method,
      path,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, of(value)])),
      ...(body === undefined ? {} : { body: of(body) }),
    };
  };
  const result = await new Promise<Result>((resolve, reject) => {
    const instance = autocannon(
      { url, connections, duration: seconds, requests: [{ setupRequest }] },
      (error: Error | null, ended) => (error === null ? resolve(ended) : reject(error)),
    );
    function setupRequest(request: Request): Request {
      if (n >= requestsMax) instance.stop();
      return { ...request, ...next() };
    }
  });
  if (n >= requestsMax) return 'all sent';
  return {
    requests: result.requests.total,
    seconds: result.duration,
    refused: result.non2xx,
    unanswered: result.errors,
    latencyMsP50: result.latency.p50,
    latencyMsP99: result.latency.p99,
  };
}
