/**
 * An address that signs in: the token stands in the fragment, which browsers send to no server and which therefore
 * stands in no log.
 */
export function tokenLink(origin: string, token: string): string {
  return `${origin}/admin#token=${encodeURIComponent(token)}`;
}

/** The token in an address's fragment; undefined when there is none. */
export function tokenIn(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') || undefined;
}
