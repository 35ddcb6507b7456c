import { vi } from 'vitest';

/** What the page has asked for. */
export interface Asked {
  readonly method: string;
  /** Behind `/api/v1`. */
  readonly path: string;
  readonly key: string | null;
  readonly body: unknown;
}

/** An answer: its status and body; `lost` is a connection that breaks. */
export type Said = readonly [status: number, body?: object] | 'lost';

/** A server that says what the test wants, when it wants. */
export class FakeServer {
  readonly asked: Asked[] = [];
  private readonly answers: { readonly what: RegExp; readonly say: (asked: Asked) => Said | Promise<Said> }[] = [];

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

  private async answer(address: string, { method = 'GET', headers, body }: RequestInit): Promise<Response> {
    const asked: Asked = {
      method,
      path: address.replace(/^\/api\/v1/, ''),
      key: new Headers(headers).get('idempotency-key'),
      body: typeof body === 'string' ? JSON.parse(body) : undefined,
    };
    this.asked.push(asked);
    const found = this.answers.find(({ what }) => what.test(`${method} ${asked.path}`));
    const said = (await found?.say(asked)) ?? ([404, refusal('not_found')] as const);
    if (said === 'lost') throw new TypeError('fetch failed');
    const [status, answer] = said;
    return new Response(answer === undefined ? null : JSON.stringify(answer), { status });
  }
}

export function refusal(reason: string, more: object = {}): object {
  return { ...{ type: '', title: reason, detail: reason, reason, request_id: '', retryable: false }, ...more };
}

/** A promise and what fulfils it. */
export function later<T>(): { readonly promise: Promise<T>; readonly come: (value: T) => void } {
  let come: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (come = resolve));
  return { promise, come };
}
