import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Survivor } from './results.ts';

/** Why it does no harm that nothing notices a change. */
export interface Explanation {
  readonly source: string;
  /** A line of the source, without its indentation; all surviving changes to it, unless `to` names some. */
  readonly code: string;
  readonly to?: readonly string[];
  readonly why: string;
}

export const explanations = JSON.parse(
  readFileSync(join(import.meta.dirname, 'explained.json'), 'utf8'),
) as readonly Explanation[];

export function explanationOf(source: string, { code, to }: Survivor): Explanation | undefined {
  return explanations.find(
    (each) => each.source === source && each.code === code && (each.to?.includes(to) ?? true),
  );
}
