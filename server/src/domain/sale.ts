import type { SaleStatus } from '@jari/contract';
import type { Event } from './event.ts';

export type { SaleStatus };

/** Whether seats can be had at a moment of the wall clock: from opening on, and until just before closing. */
export function saleStatus(
  { saleOpensAt, saleClosesAt }: Pick<Event, 'saleOpensAt' | 'saleClosesAt'>,
  wallNow: number,
): SaleStatus {
  if (saleClosesAt !== null && wallNow >= saleClosesAt) return 'closed';
  return saleOpensAt !== null && wallNow < saleOpensAt ? 'before' : 'open';
}
