import type { EventDetails, EventInput } from '@jari/contract';
import { reasonOf, type Outcome } from '@jari/client/outcome';
import { adminRequest } from '../admin-api.ts';
import { loadEvent } from '../load-events.ts';
import { checkDraft } from './check-draft.ts';
import { draftOf } from './event-draft.ts';

/**
 * Makes an event. One of that name that is just what was asked for was made by a try whose answer got lost, and is the
 * answer; any other is refused as `changed_meanwhile`.
 */
export async function createEvent(id: string, input: EventInput): Promise<Outcome<EventDetails>> {
  const outcome = await adminRequest<EventDetails>(`/events/${encodeURIComponent(id)}`, {
    method: 'PUT',
    body: JSON.stringify(input),
    // The route would change the event of that name if there is one.
    headers: { 'if-none-match': '*' },
  });
  if (outcome.ok || reasonOf(outcome.failure) !== 'changed_meanwhile') return outcome;
  const found = await loadEvent(id);
  return found.ok && isMadeFrom(found.value, input) ? found : outcome;
}

/** Whether the sale is paused is left out: somebody may have opened it since. */
function isMadeFrom(event: EventDetails, { sale_paused: _, ...asked }: EventInput): boolean {
  // In the order in which they were asked for, as the texts are compared.
  const categories = Object.keys({ ...asked.prices, ...event.prices });
  const { input } = checkDraft(draftOf(event), event.time_zone, categories);
  return input !== undefined && JSON.stringify(input) === JSON.stringify(asked).normalize('NFC');
}
