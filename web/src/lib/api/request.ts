import { learnRefusals } from '#lib/i18n/learn-refusals.ts';
import type { Outcome } from './outcome.ts';
import { parseProblem } from './problem.ts';

const serverBase = (import.meta.env?.VITE_API_BASE ?? '').replace(/\/$/, '');
/** Nearly everything of the API lives below this address. */
export const apiBase = `${serverBase}/api/v1`;

/** Cookies go along to another origin only if the app was built for one. */
export const credentials: RequestCredentials = apiBase.startsWith('http') ? 'include' : 'same-origin';

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
}

const TIMEOUT_MS = 12_000;

/** Longer than this nobody is kept waiting for an overloaded server without being asked. */
const PATIENCE_MS = 60_000;

/**
 * Sends one request and says what came of it; never throws. An overloaded server is asked again when it said, because
 * it has done nothing yet.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<Outcome<T>> {
  const begunAt = performance.now();
  for (;;) {
    const { outcome, retryAfterS } = await send<T>(path, options);
    if (outcome.ok || outcome.failure.kind === 'unreachable') return outcome;
    await learnRefusals();
    const waitedMs = performance.now() - begunAt;
    if (outcome.failure.problem.reason !== 'overloaded' || waitedMs > PATIENCE_MS) return outcome;
    const patience = await import('./patience.ts').catch(() => undefined);
    if (patience === undefined) return outcome;
    await patience.waitAsTold(retryAfterS, options.method !== undefined && options.method !== 'GET');
  }
}

interface Sent<T> {
  readonly outcome: Outcome<T>;
  readonly retryAfterS: number;
}

async function send<T>(path: string, options: RequestOptions): Promise<Sent<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body !== undefined) headers['content-type'] = options.contentType ?? 'application/json';
  if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey;
  if (options.pass !== undefined) headers['queue-pass'] = options.pass;

  const sentAt = performance.now();
  try {
    const response = await fetch((options.isRoot ? serverBase : apiBase) + path, {
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
    if (response.ok && body !== undefined) return said({ ok: true, value: body as T, sentAt });
    const problem = parseProblem(response.status, body);
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
  return navigator.onLine ? 'network' : 'offline';
}
