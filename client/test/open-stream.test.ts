import { afterEach, describe, expect, it, vi } from 'vitest';
import { createStreamOpener } from '../src/open-stream.ts';
import type { SseMessage } from '../src/sse-parser.ts';

afterEach(() => void vi.unstubAllGlobals());

const bytes = (text: string) => new TextEncoder().encode(text);

/** Opens a stream that brings these pieces, and gives what was told of it: messages, and signs of life between them. */
async function reading(pieces: readonly Uint8Array<ArrayBuffer>[], position?: string) {
  const told: (SseMessage | 'alive')[] = [];
  const asked: [address: string, headers: unknown][] = [];
  vi.stubGlobal('fetch', (address: string, { headers }: RequestInit) => {
    asked.push([address, headers]);
    const body = new ReadableStream({
      start(stream) {
        for (const piece of pieces) stream.enqueue(piece);
        stream.close();
      },
    });
    return Promise.resolve(new Response(body));
  });
  await createStreamOpener('/api/v1', 'omit')('/events/gala/stream', {
    position,
    signal: new AbortController().signal,
    onMessage: (message) => told.push(message),
    onSignOfLife: () => told.push('alive'),
  });
  return { told, asked };
}

describe('a stream', () => {
  it('says the same wherever the network cuts it, also within a letter', async () => {
    const whole = bytes('event: seat_blocked\ndata: 무대 앞 — 막힘 🎭\n\n');
    const said = { event: 'seat_blocked', data: '무대 앞 — 막힘 🎭' };
    for (let cut = 1; cut < whole.length; cut++) {
      const { told } = await reading([whole.slice(0, cut), whole.slice(cut)]);
      expect(
        told.filter((one) => one !== 'alive'),
        `cut after ${cut} bytes`,
      ).toEqual([said]);
    }
  });

  it('lives by whatever it brings: its opening, a heartbeat, and half a message', async () => {
    const { told } = await reading([bytes(':\n\n'), bytes('data: ha'), bytes('lf\n\n')]);
    expect(told).toEqual(['alive', 'alive', 'alive', 'alive', { event: 'message', data: 'half' }]);
  });

  it('is asked to go on from where it broke off', async () => {
    const { asked } = await reading([], 'e.00000000:7');
    expect(asked).toEqual([
      ['/api/v1/events/gala/stream', { accept: 'text/event-stream', 'last-event-id': 'e.00000000:7' }],
    ]);
    expect((await reading([])).asked[0]?.[1]).toEqual({ accept: 'text/event-stream' });
  });

  it('that is refused is broken, without a sign of life', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('busy', { status: 503 })));
    const onSignOfLife = vi.fn();
    const opening = createStreamOpener('', 'omit')('/stream', {
      ...{ position: undefined, signal: new AbortController().signal, onMessage: vi.fn(), onSignOfLife },
    });
    await expect(opening).rejects.toThrow('503');
    expect(onSignOfLife).not.toHaveBeenCalled();
  });
});
