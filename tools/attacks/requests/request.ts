/** One request as it is sent, and what it was made from. */
export interface AttackRequest {
  readonly method: string;
  /** Path and query, as they stand in the request's first line. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
  /** The operation that has to answer it; undefined: nobody's, as far as the description says. */
  readonly operationId: string | undefined;
  /** By what it was known, for the canaries: "user:3", "owner", "key:1". */
  readonly identity: string;
  /** What was done to it: "valid", "body: null at …". */
  readonly story: string;
}

export interface AttackAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly tookMs: number;
}

/** The request as one line for a shell. Tokens are those of the test's own server. */
export function toCurl(request: AttackRequest, base = 'http://localhost:5800'): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const headers = Object.entries(request.headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  const { body } = request;
  const isText = typeof body === 'string';
  const data =
    body === undefined
      ? []
      : isText && !/[\u0000-\u0008\u000e-\u001f]/.test(body)
        ? [`--data-binary ${quote(body)}`]
        : [`--data-binary @<(echo ${Buffer.from(body).toString('base64')} | base64 -d)`];
  const parts = [`-X ${request.method}`, ...headers, ...data, quote(base + request.url)];
  return `curl -i --path-as-is ${parts.join(' ')}`;
}

/** An object without one of its members. */
export function without<T>(from: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([one]) => one !== name));
}
