import { createHash } from 'node:crypto';

/**
 * What the page of a report may do: nothing, and it goes nowhere. Its styles are allowed by the hash of what stands in
 * it, so that nothing that was smuggled into a report could restyle it, let alone run.
 */
export function reportPolicy(page: string): string {
  const hashes = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  const styles = hashes.length === 0 ? "'none'" : hashes.join(' ');
  return `sandbox; default-src 'none'; style-src ${styles}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
