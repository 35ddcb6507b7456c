import { vi } from 'vitest';

/** What the page has asked for. */
export interface Asked {
  readonly method: string;
  /** Behind `/api/v1`. */
  readonly path: string;
  readonly key: string | null;
  readonly type: string | null;
  /** Read where it is JSON, and else as it came. */
  readonly body: unknown;
}

/** An answer: its status and body; `lost` is a connection that breaks. */
export type Said = readonly [status: number, body?: object] | 'lost';

/** A server that says what the test wants, when it wants. */
export class FakeServer {
  readonly asked: Asked[] = [];
  private readonly answers: {
    readonly what: RegExp;
    readonly say: (asked: Asked) => Said | Promise<Said>;
  }[] = [];

  constructor() {
    vi.stubGlobal('fetch', (address: string, init: RequestInit) => this.answer(address, init));
  }

  /** @param what "PUT /events/gala/hold"; what was said last comes first */
  on(what: RegExp, say: (asked: Asked) => Said | Promise<Said>): this {
    this.answers.unshift({ what, say });
    return this;
  }

  /** What was asked that fits, as text. */
  heard(what: RegExp): readonly string[] {
    return this.asked.map(({ method, path }) => `${method} ${path}`).filter((text) => what.test(text));
  }

  private async answer(
    address: string,
    { method = 'GET', headers, body, signal }: RequestInit,
  ): Promise<Response> {
    const given = new Headers(headers);
    const type = given.get('content-type');
    const asked: Asked = {
      ...{ method, type, path: address.replace(/^\/api\/v1/, ''), key: given.get('idempotency-key') },
      body: typeof body === 'string' && type === 'application/json' ? JSON.parse(body) : body,
    };
    this.asked.push(asked);
    const found = this.answers.find(({ what }) => what.test(`${method} ${asked.path}`));
    const answering = found?.say(asked) ?? ([404, refusal('not_found')] as const);
    const said = await (signal ? Promise.race([answering, givenUp(signal)]) : answering);
    if (said === 'lost') throw new TypeError('fetch failed');
    const [status, answer] = said;
    return new Response(answer === undefined ? null : JSON.stringify(answer), { status });
  }
}

/** As in a browser: whoever does not wait any longer is answered no more. */
function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError'))),
  );
}

export function refusal(reason: string, more: object = {}): object {
  return {
    ...{ type: '', title: reason, detail: reason, reason, request_id: '', retryable: false },
    ...more,
  };
}

/** A promise and what fulfils it. */
export function later<T>(): { readonly promise: Promise<T>; readonly come: (value: T) => void } {
  let come: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (come = resolve));
  return { promise, come };
}
