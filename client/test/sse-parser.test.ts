import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SseParser } from '../src/sse-parser.ts';

const text =
  ': welcome\n\nid: k3f09a1c.9be21f04:7\nevent: snapshot\ndata: {"a":1}\n\n:\n\nevent: seat_held\r\ndata: one\r\ndata: two\r\n\r\ndata:bare\n\n';
const messages = [
  { event: 'snapshot', id: 'k3f09a1c.9be21f04:7', data: '{"a":1}' },
  { event: 'seat_held', data: 'one\ntwo' },
  { event: 'message', data: 'bare' },
];

describe('the stream’s reader', () => {
  it('finds the messages and passes over comments', () => {
    expect(new SseParser().push(text)).toEqual(messages);
  });

  it('finds the same messages wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const parser = new SseParser();
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const found = places.slice(1).flatMap((end, index) => parser.push(text.slice(places[index], end)));
        expect(found).toEqual(messages);
      }),
    );
  });

  it('keeps an unfinished message to itself', () => {
    expect(new SseParser().push('data: half')).toEqual([]);
  });
});
