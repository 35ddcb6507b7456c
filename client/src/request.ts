import type { Problem } from '@jari/contract';
import type { Outcome } from './outcome.ts';

export interface RequestOptions {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Sent as it is: a retry must repeat the very same bytes. */
  readonly body?: string;
  /** What the body is, where it is not JSON. */
  readonly contentType?: string;
  readonly idempotencyKey?: string;
  readonly timeoutMs?: number;
  /** Never from the browser's cache: an answer that is the same but for its time would bring an old time. */
  readonly isTimely?: boolean;
  /** The path begins at the server itself, as that of admission does. */
  readonly isRoot?: boolean;
  /** The pass of the event's waiting room, where it has one. */
  readonly pass?: string | undefined;
  /** What this request alone says beside all that. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Requester {
  <T>(path: string, options?: RequestOptions): Promise<Outcome<T>>;
}

export interface RequesterOptions {
  /** Where the server is; '' for where the page comes from. */
  readonly serverBase: string;
  readonly credentials: RequestCredentials;
  /** Headers that every request has. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /**
   * Reads the body of a refusal, as `parseProblem` does; whoever is rarely refused may fetch what that takes when it is
   * wanted. Undefined: it says nothing that can be trusted.
   */
  readonly readProblem: (status: number, body: unknown) => Problem | undefined | Promise<Problem | undefined>;
  /**
   * Waits as long as an overloaded server has asked for; false where nobody wants to wait.
   *
   * @param isCommand whether somebody waits for it to be done, and should know why it takes long
   */
  readonly waitAsTold?: (retryAfterS: number, isCommand: boolean) => Promise<boolean>;
}

const TIMEOUT_MS = 12_000;

/** Longer than this nobody is kept waiting for an overloaded server without being asked. */
const PATIENCE_MS = 60_000;

/** Where nearly everything of the API is. */
export const apiBaseOf = (serverBase: string): string => `${serverBase}/api/v1`;

/**
 * Makes what sends one request and says what came of it; it never throws. An overloaded server is asked again when it
 * said, because it has done nothing yet.
 */
export function createRequester(options: RequesterOptions): Requester {
  const { waitAsTold = waitALittleLonger } = options;
  return async (path, wanted = {}) => {
    const begunAt = performance.now();
    for (;;) {
      const { outcome, retryAfterS } = await send<never>(options, path, wanted);
      if (outcome.ok || outcome.failure.kind === 'unreachable') return outcome;
      const waitedMs = performance.now() - begunAt;
      if (outcome.failure.problem.reason !== 'overloaded' || waitedMs > PATIENCE_MS) return outcome;
      const isCommand = wanted.method !== undefined && wanted.method !== 'GET';
      if (!(await waitAsTold(retryAfterS, isCommand))) return outcome;
    }
  };
}

/** A little longer by chance, so that those who came together do not come back together. */
export async function waitALittleLonger(retryAfterS: number): Promise<true> {
  const waitMs = 1_000 * Math.max(1, retryAfterS) * (1 + Math.random() / 4);
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return true;
}

interface Sent<T> {
  readonly outcome: Outcome<T>;
  readonly retryAfterS: number;
}

async function send<T>(
  { serverBase, credentials, headers: others, readProblem }: RequesterOptions,
  path: string,
  options: RequestOptions,
): Promise<Sent<T>> {
  const headers: Record<string, string> = { accept: 'application/json', ...others?.(), ...options.headers };
  if (options.body !== undefined) headers['content-type'] = options.contentType ?? 'application/json';
  if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey;
  if (options.pass !== undefined) headers['queue-pass'] = options.pass;

  const sentAt = performance.now();
  try {
    const response = await fetch((options.isRoot ? serverBase : apiBaseOf(serverBase)) + path, {
      method: options.method ?? 'GET',
      headers,
      credentials,
      ...(options.isTimely ? { cache: 'no-store' as const } : {}),
      ...(options.body === undefined ? {} : { body: options.body }),
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    });
    const retryAfterS = Number(response.headers.get('retry-after'));
    const said = (outcome: Outcome<T>): Sent<T> => ({ outcome, retryAfterS });
    if (response.status === 204) return said({ ok: true, value: undefined as T, sentAt });
    const body = (await response.json().catch(() => undefined)) as unknown;
    const etag = response.headers.get('etag');
    if (response.ok && body !== undefined) {
      return said({ ok: true, value: body as T, sentAt, ...(etag === null ? {} : { etag }) });
    }
    const problem = await readProblem(response.status, body);
    return said({
      ok: false,
      failure: problem ? { kind: 'refused', problem } : { kind: 'unreachable', because: 'bad_answer' },
    });
  } catch (error) {
    const failure = { kind: 'unreachable', because: whyNoAnswer(error) } as const;
    return { outcome: { ok: false, failure }, retryAfterS: 0 };
  }
}

function whyNoAnswer(error: unknown): 'offline' | 'timeout' | 'network' {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'timeout';
  // Only browsers know.
  return globalThis.navigator?.onLine === false ? 'offline' : 'network';
}
