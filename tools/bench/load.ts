import autocannon from 'autocannon';

/** One request of a load, made anew for each sending. */
export interface Shot {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly latencyMsP50: number;
  readonly latencyMsP99: number;
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Sends what `next` makes over `connections` connections for `seconds`, as fast as the server answers. */
export async function load(
  url: string,
  next: () => Shot,
  options: { readonly seconds: number; readonly connections: number },
): Promise<LoadResult> {
  const result = await autocannon({
    url,
    connections: options.connections,
    duration: options.seconds,
    requests: [{ setupRequest: (request) => ({ ...request, ...next() }) }],
  });
  if (result.errors > 0) throw new Error(`${result.errors} requests to ${url} got no answer`);
  const statuses: Record<string, number> = {};
  for (const [status, { count }] of Object.entries(result.statusCodeStats ?? {}))
    statuses[status] = count ?? 0;
  return {
    requestsPerSecond: result.requests.total / result.duration,
    latencyMsP50: result.latency.p50,
    latencyMsP99: result.latency.p99,
    statuses,
  };
}
