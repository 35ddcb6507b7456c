import { createHash } from 'node:crypto';

/**
 * What the page of a report may do: nothing, and it goes nowhere. Its own style, which comes before all that the
 * rehearsal tells, is allowed by its hash, so that nothing that was smuggled into a report could restyle it, let alone
 * run.
 */
export function reportPolicy(page: string): string {
  const [, style] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
  const allowed =
    style === undefined ? "'none'" : `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  return `sandbox; default-src 'none'; style-src ${allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
