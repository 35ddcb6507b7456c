import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reportPolicy } from '../../src/http/rehearsals/report-policy.ts';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('The policy of a rehearsal’s report', () => {
  it('allows the page’s own style, and none that stands in what it tells', () => {
    const own = '\n  body { color: black }\n';
    const policy = reportPolicy(
      `<head><style>${own}</style></head><body><style>h1 { display: none }</style></body>`,
    );
    expect(policy).toContain(`style-src ${hashOf(own)};`);
    expect(policy).toContain("default-src 'none'");
  });

  it('allows no style where the page has none', () => {
    expect(reportPolicy('<p>200</p>')).toContain("style-src 'none';");
  });
});
