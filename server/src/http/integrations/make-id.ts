import { randomBytes } from 'node:crypto';

/** A name that nobody has had: `ak_…`, `wh_…`. No secret; long enough that two never meet. */
export function makeId(prefix: string): string {
  return `${prefix}_${randomBytes(9).toString('base64url')}`;
}
