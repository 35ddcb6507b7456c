import type { SaleStatus } from '@jari/contract';
import type { Event } from './event.ts';

export type { SaleStatus };

/**
 * Whether seats can be had at a moment of the wall clock: from opening on, and until just before closing, unless the
 * organiser has paused the sale.
 */
export function saleStatus(
  { saleOpensAt, saleClosesAt, rules }: Pick<Event, 'saleOpensAt' | 'saleClosesAt' | 'rules'>,
  wallNow: number,
): SaleStatus {
  if (saleClosesAt !== null && wallNow >= saleClosesAt) return 'closed';
  if (saleOpensAt !== null && wallNow < saleOpensAt) return 'before';
  return rules.salePaused ? 'paused' : 'open';
}
