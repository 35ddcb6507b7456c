/**
 * Long lists come from the database as one value each, a hundred thousand entries at a time: numbers as the bytes
 * of `float8send`, which a typed array reads in place, and texts as JSON.
 */
export function numberColumn(bytes: Buffer | null): Float64Array {
  if (bytes === null) return new Float64Array(0);
  // Copied, because a typed array must begin at a multiple of 8; then from the network's order to this machine's.
  const own = new Uint8Array(bytes);
  Buffer.from(own.buffer).swap64();
  return new Float64Array(own.buffer);
}

export function textColumn(json: string): readonly string[] {
  return JSON.parse(json) as readonly string[];
}
