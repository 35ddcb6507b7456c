import { vi } from 'vitest';

/** Streams that a page opens and keeps open, each with what the test says in it. Made after what answers all else. */
export class LiveStreams {
  /** No stream can be had. */
  isAway = false;
  /** How often one was wanted. */
  wanted = 0;
  private readonly opened: {
    readonly said: ReadableStreamDefaultController<Uint8Array>;
    readonly signal: AbortSignal | null | undefined;
  }[] = [];

  /** @param of the path of those streams */
  constructor(of: RegExp) {
    const others = globalThis.fetch;
    vi.stubGlobal('fetch', (address: string, init: RequestInit) =>
      of.test(address) ? this.answer(init.signal) : others(address, init),
    );
  }

  get count(): number {
    return this.opened.length;
  }

  /** How many of them nobody has left. */
  get heard(): number {
    return this.opened.filter(({ signal }) => !signal?.aborted).length;
  }

  /** In the newest one. */
  tell(event: string, data: object, id?: string): void {
    this.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  }

  beat(): void {
    this.write(': still here\n\n');
  }

  /** The server ends it, as when it is restarted. */
  end(): void {
    this.opened.at(-1)?.said.close();
  }

  private write(text: string): void {
    this.opened.at(-1)?.said.enqueue(new TextEncoder().encode(text));
  }

  private answer(signal: RequestInit['signal']): Promise<Response> {
    this.wanted += 1;
    return this.isAway ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(this.open(signal));
  }

  private open(signal: RequestInit['signal']): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (said) => {
        this.opened.push({ said, signal });
        signal?.addEventListener('abort', () => said.error(new DOMException('left', 'AbortError')));
      },
    });
    return new Response(body);
  }
}
