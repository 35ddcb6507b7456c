export interface Answer {
  /** 0: no answer at all. */
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the server asked to wait before the next try. */
  readonly retryAfterMs: number;
  readonly tookMs: number;
  /** The cookies that were handed out, as a request brings them back; '' when there were none. */
  readonly cookies: string;
}

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** On whose behalf; left out where it is the house's own, which no history tells. */
  readonly by?: string;
}

/** What an answer's text says; nothing where it is no JSON. */
export function membersIn(text: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
