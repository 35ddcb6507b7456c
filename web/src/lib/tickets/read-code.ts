/** A code as it is printed, from how it is typed; the same reading as the server's. Undefined: it is none. */
export function readCode(text: string): string | undefined {
  const letters = text
    .normalize('NFKC')
    .replace(/[\p{Pd}\p{Zs}\s.·_]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(letters) ? `${letters.slice(0, 5)}-${letters.slice(5)}` : undefined;
}
