import { isReason } from '@jari/contract';

/** What came of one request. */
export interface Answer {
  /** 0: none came, or none that was whole; nobody knows whether it was done. */
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
  readonly retryAfterMs: number;
  /** By `performance.now()`. */
  readonly start: number;
  readonly end: number;
  /** What is wrong with the answer itself; undefined: nothing. */
  readonly unplanned: string | undefined;
}

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly user?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Longer than a server's patience with its ledger, and than the gateway's with a server. */
const TIMEOUT_MS = 12_000;

/** Of the reasons with 5xx, those that somebody may be told: it was not done, or nobody knows; ask again. */
const PLANNED_5XX = ['unavailable', 'overloaded', 'intentional_failure'];

/** Asks once. Never rejects. */
export async function ask(url: string, { method, path, user, headers, body }: Question): Promise<Answer> {
  const start = performance.now();
  const none = { status: 0, body: {}, reason: null, retryAfterMs: 0, start, unplanned: undefined };
  try {
    const response = await fetch(url + path, {
      method,
      headers: {
        accept: 'application/json',
        ...(user === undefined ? {} : { 'x-user-id': user }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const { status } = response;
    const parsed = parse(text);
    const reason = status >= 400 && typeof parsed?.['reason'] === 'string' ? parsed['reason'] : null;
    return {
      ...{ status, reason, start, end: performance.now(), body: parsed ?? {} },
      retryAfterMs: 1_000 * Number(response.headers.get('retry-after') ?? 0),
      unplanned: whatIsWrong(status, response.headers.get('content-type') ?? '', parsed, text),
    };
  } catch {
    return { ...none, end: performance.now() };
  }
}

function whatIsWrong(
  status: number,
  type: string,
  body: Answer['body'] | undefined,
  text: string,
): string | undefined {
  if (status === 204) return undefined;
  const shown = `${String(status)} ${type} ${text.slice(0, 200)}`;
  if (body === undefined) return `no JSON: ${shown}`;
  if (status < 400) return undefined;
  if (!type.startsWith('application/problem+json')) return `no problem+json: ${shown}`;
  const { reason } = body;
  if (!isReason(reason)) return `no known reason: ${shown}`;
  if (status >= 500 && !PLANNED_5XX.includes(reason)) return `an unplanned failure: ${shown}`;
  return undefined;
}

function parse(text: string): Answer['body'] | undefined {
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
