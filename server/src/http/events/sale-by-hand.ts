import type { SaleStatus } from '@jari/contract';
import type { Event, EventDescription } from '../../domain/event.ts';

/**
 * Opening and closing by hand are the sale's own times, so that everything that goes by them agrees; what would be
 * closed before it opens has no opening any more.
 *
 * @param now by the ledger's wall clock
 */
export function soldFromNow(event: Event, sale: SaleStatus, now: number): EventDescription {
  if (sale === 'open' || sale === 'paused') return event;
  const isDue = event.saleOpensAt === null || event.saleOpensAt <= now;
  const saleOpensAt = isDue ? event.saleOpensAt : now;
  return { ...event, saleOpensAt, saleClosesAt: sale === 'closed' ? null : event.saleClosesAt };
}

export function closedFromNow(event: Event, sale: SaleStatus, now: number): EventDescription {
  if (sale === 'closed') return event;
  const saleOpensAt = event.saleOpensAt !== null && event.saleOpensAt >= now ? null : event.saleOpensAt;
  return { ...event, saleOpensAt, saleClosesAt: now };
}

/** Paused or not, whatever its times say. */
export function withSalePaused(event: EventDescription, salePaused: boolean): EventDescription {
  return { ...event, rules: { ...event.rules, salePaused } };
}
