/**
 * Whether a seed has this fingerprint: SHA-256 of its text, in hex. Undefined where the browser can't reckon it, as on
 * a page without https.
 */
export async function isSeedOf(seed: string, hash: string): Promise<boolean | undefined> {
  if (typeof crypto === 'undefined' || crypto.subtle === undefined) return undefined;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(seed));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex === hash;
}
