import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** How an answer may be compressed, the better first. */
export const encodings = ['br', 'gzip'] as const;
export type Encoding = (typeof encodings)[number];

/** Shorter texts fit into one packet as they are. */
const WORTH_BYTES = 1_024;
/** Twice as fast as gzip's default, and a third smaller; higher ones take many times as long for little. */
const BROTLI_QUALITY = 4;

const brotliOf = promisify(brotliCompress);
const gzipOf = promisify(gzip);

export function isWorthEncoding(text: string): boolean {
  return text.length >= WORTH_BYTES;
}

/** Compresses in a thread of its own, so that large texts hold up nobody. */
export function encodeText(text: string, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return gzipOf(text);
  return brotliOf(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
}

/** A text to be sent: as it is, or compressed. */
export interface Sendable {
  /** Whether it is sent compressed to whoever understands that. */
  readonly isLong: boolean;
  plain(): string;
  as(encoding: Encoding): Promise<Buffer>;
}

/** A text that many are sent: compressed once for each encoding, when the first asks for it. */
export class EncodedText implements Sendable {
  private readonly forms = new Map<Encoding, Promise<Buffer>>();

  constructor(readonly text: string) {}

  get isLong(): boolean {
    return isWorthEncoding(this.text);
  }

  plain(): string {
    return this.text;
  }

  as(encoding: Encoding): Promise<Buffer> {
    let form = this.forms.get(encoding);
    if (form === undefined) {
      form = encodeText(this.text, encoding);
      this.forms.set(encoding, form);
    }
    return form;
  }
}
