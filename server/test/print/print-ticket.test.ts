import { inflateSync } from 'node:zlib';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { printTicket, ticketFacts, type TicketToPrint } from '../../src/print/print-ticket.ts';
import { printedWords } from '../../src/print/ticket-words.ts';

const ticket: TicketToPrint = {
  lang: 'en',
  format: 'a6',
  title: 'First Snow',
  venue: 'Small Stage',
  when: '24 December 2026, 19:30',
  name: 'Alice',
  code: '7KQ4M-2XF8T',
  seats: 'A1, A2',
  amount: '₩40,000',
  ticket: `JARI1.${'payload-of-a-ticket'.repeat(4)}.${'s'.repeat(86)}`,
};

describe('A printed ticket', () => {
  it('says after each word what it announces, and nothing of money where there is none', () => {
    expect(ticketFacts(ticket, printedWords.en)).toEqual([
      ['When', ticket.when],
      ['Where', ticket.venue],
      ['Name', ticket.name],
      ['Price', ticket.amount],
    ]);
    const free = ticketFacts({ ...ticket, amount: undefined }, printedWords.ko);
    expect(free.map(([word]) => word)).toEqual(['일시', '장소', '예매자']);
  });

  it('has every dot of its code and no other', async () => {
    const { data, size } = encode(ticket.ticket, { ecc: 'M', border: 2 });
    const dots = dotsOf(await printTicket(ticket), size);
    expect(dots).toEqual(data.map((row) => row.map((isDark) => (isDark ? '#' : ' ')).join('')));
  });
});

/** Where the page's rectangles are dark, looked at in the middle of each dot of a square code. */
function dotsOf(pdf: Uint8Array, size: number): string[] {
  const text = Buffer.from(pdf).toString('latin1');
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, body = '']) => {
    try {
      return [inflateSync(Buffer.from(body, 'latin1')).toString('latin1')];
    } catch {
      return [];
    }
  });
  const rectangles = streams
    .flatMap((stream) => [...stream.matchAll(/([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) re\b/g)])
    .map(([, ...numbers]) => numbers.map(Number))
    .map(([x = 0, y = 0, width = 0, height = 0]) => ({ x, y, right: x + width, bottom: y + height }));
  const [left, top, side] = [26, 212, 150 / size];
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => {
      const [x, y] = [left + (column + 0.5) * side, top + (row + 0.5) * side];
      return rectangles.some((each) => x > each.x && x < each.right && y > each.y && y < each.bottom)
        ? '#'
        : ' ';
    }).join(''),
  );
}
