import type { ConsoleEventDetails, EventDetails, PlanSummary } from '@jari/contract';
import type { Outcome } from '#lib/api/outcome.ts';
import { adminRequest } from './admin-api.ts';

/** The halls that were drawn, the newest first. */
export function loadPlans(): Promise<Outcome<{ plans: PlanSummary[] }>> {
  return adminRequest<{ plans: PlanSummary[] }>('/admin/plans');
}

/** One event as it is now. */
export function loadEvent(event: string): Promise<Outcome<EventDetails>> {
  return adminRequest<EventDetails>(`/events/${encodeURIComponent(event)}`);
}

/** The same with what only the house knows of it. */
export function loadConsoleEvent(event: string): Promise<Outcome<ConsoleEventDetails>> {
  return adminRequest<ConsoleEventDetails>(`/admin/events/${encodeURIComponent(event)}`);
}

/** The event that always is: it tells by which clock this house goes. */
export const FIRST_EVENT = 'default';
