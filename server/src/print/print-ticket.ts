import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import { printedWords, type PrintedWords } from './ticket-words.ts';

/** A ticket as it is printed. All times and amounts are texts already. */
export interface TicketToPrint {
  readonly lang: 'ko' | 'en';
  /** `a4`: the upper left quarter is the ticket, to be cut out or folded. */
  readonly format: 'a4' | 'a6';
  readonly title: string;
  readonly venue: string;
  readonly when: string;
  readonly name: string;
  readonly code: string;
  /** As they are read; many of them become smaller. */
  readonly seats: string;
  /** Undefined where nothing was to be paid. */
  readonly amount: string | undefined;
  /** The signed text that the code is made of. */
  readonly ticket: string;
}

type Pdf = InstanceType<typeof PDFDocument>;

const REGULAR = readFont('400Regular/NanumGothic_400Regular.ttf');
const BOLD = readFont('700Bold/NanumGothic_700Bold.ttf');

/** In points: A6, and the margin that every printer leaves. */
const WIDTH = 297.64;
const HEIGHT = 419.53;
const MARGIN = 26;
const INNER = WIDTH - 2 * MARGIN;
const CODE_SIDE = 150;
const INK = '#1a1226';
const SOFT = '#5b5069';

/** Draws a ticket. Of the fonts only the letters that it needs are in the file, so it is small, and right on every device. */
export function printTicket(ticket: TicketToPrint): Promise<Uint8Array> {
  const words = printedWords[ticket.lang];
  const pdf = new PDFDocument({
    size: ticket.format === 'a4' ? 'A4' : 'A6',
    margin: 0,
    lang: ticket.lang,
    info: { Title: `${ticket.title} · ${ticket.seats}`, Producer: 'Jari', Creator: 'Jari' },
  });
  pdf.registerFont('regular', REGULAR).registerFont('bold', BOLD);
  drawTicket(pdf, ticket, words);
  if (ticket.format === 'a4') drawCut(pdf, words);
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
    pdf.end();
  });
}

function drawTicket(pdf: Pdf, ticket: TicketToPrint, words: PrintedWords): void {
  pdf.fillColor(SOFT).font('bold').fontSize(8).text(words.label, MARGIN, MARGIN, { characterSpacing: 2 });
  pdf.fillColor(INK).fontSize(fitting(pdf, ticket.title, 17, 34));
  pdf.text(ticket.title, MARGIN, MARGIN + 14, { width: INNER, height: 46, ellipsis: true });
  const seatsTop = MARGIN + 64;
  pdf.fontSize(fitting(pdf, ticket.seats, 26, 30));
  pdf.text(ticket.seats, MARGIN, seatsTop, { width: INNER, height: 34, ellipsis: true });

  let top = seatsTop + 40;
  for (const [word, value] of ticketFacts(ticket, words)) {
    pdf
      .font('regular')
      .fontSize(8)
      .fillColor(SOFT)
      .text(word, MARGIN, top + 1.5, { width: 44 });
    pdf.fontSize(9.5).fillColor(INK);
    pdf.text(value, MARGIN + 46, top, { width: INNER - 46, height: 12, ellipsis: true });
    top += 15;
  }

  const codeTop = 212;
  drawCode(pdf, ticket.ticket, MARGIN, codeTop);
  const left = MARGIN + CODE_SIDE + 10;
  pdf
    .font('regular')
    .fontSize(8)
    .fillColor(SOFT)
    .text(words.code, left, codeTop + 4);
  pdf
    .font('bold')
    .fontSize(13)
    .fillColor(INK)
    .text(ticket.code.replace('-', '\n'), left, codeTop + 16);
  pdf.font('regular').fontSize(7).fillColor(SOFT);
  pdf.text(words.terms.join('\n'), MARGIN, codeTop + CODE_SIDE + 6, { width: INNER, lineGap: 1.2 });
}

/** What the ticket says line by line, each after its word. */
export function ticketFacts(
  { when, venue, name, amount }: Pick<TicketToPrint, 'when' | 'venue' | 'name' | 'amount'>,
  words: PrintedWords,
): readonly (readonly [word: string, value: string])[] {
  return [
    [words.when, when],
    [words.where, venue],
    [words.name, name],
    ...(amount === undefined ? [] : [[words.amount, amount] as const]),
  ];
}

/** One square a row of dots, so that no printer draws hairlines between them. */
function drawCode(pdf: Pdf, text: string, left: number, top: number): void {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const dot = CODE_SIDE / size;
  pdf.fillColor('#000');
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue;
      let end = x;
      while (row[end + 1]) end++;
      pdf.rect(left + x * dot, top + y * dot, (end - x + 1) * dot, dot * 1.02);
      x = end;
    }
  });
  pdf.fill();
}

function drawCut(pdf: Pdf, words: PrintedWords): void {
  pdf.lineWidth(0.6).dash(4, { space: 4 }).strokeColor(SOFT);
  pdf.moveTo(WIDTH, 0).lineTo(WIDTH, HEIGHT).lineTo(0, HEIGHT).stroke();
  pdf.undash().font('regular').fontSize(8).fillColor(SOFT);
  pdf.text(words.cut, MARGIN, HEIGHT + 10, { width: INNER });
}

/** The largest size, up to one, at which the text stands on one line; not less than half of it. */
function fitting(pdf: Pdf, text: string, size: number, letters: number): number {
  const width = pdf
    .font('bold')
    .fontSize(size)
    .widthOfString(text.slice(0, letters * 4));
  return width <= INNER ? size : Math.max(size / 2, (size * INNER) / width);
}

/**
 * A font with some nothing after its end: its last letter is a blank without a shape, which the library looks for behind
 * the file.
 */
function readFont(file: string): Buffer {
  const path = createRequire(import.meta.url).resolve(`@expo-google-fonts/nanum-gothic/${file}`);
  return Buffer.concat([readFileSync(path), Buffer.alloc(64)]);
}
