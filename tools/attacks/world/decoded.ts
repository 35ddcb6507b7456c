import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** What an answer's bytes say, whatever they were packed in. Undefined: they cannot be unpacked. */
export function decoded(bytes: Buffer, encoding: unknown): string | undefined {
  if (bytes.length === 0) return '';
  try {
    if (encoding === 'br') return brotliDecompressSync(bytes).toString();
    if (encoding === 'gzip') return gunzipSync(bytes).toString();
    return bytes.toString();
  } catch {
    return undefined;
  }
}
