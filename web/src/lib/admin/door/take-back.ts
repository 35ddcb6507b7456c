import type { EntriesTaken, EntryList } from '@jari/contract';
import type { Outcome } from '@jari/client/outcome';
import { newKey } from '@jari/client/new-key';
import { adminRequest } from '../admin-api.ts';

/** A scan that can be taken back. */
export interface Admission {
  readonly scanId: string;
  readonly reservation: number;
  readonly count: number;
}

const entriesPath = (event: string) => `/admin/events/${encodeURIComponent(event)}/entries`;

/** Takes back a scan that was a mistake, whichever door made it. */
export function takeBack(
  event: string,
  { scanId, reservation, count }: Admission,
  door: string,
): Promise<Outcome<EntriesTaken>> {
  const now = new Date().toISOString();
  const undo = { scan_id: newKey(), reservation, count, at: now, undoes: scanId };
  const body = JSON.stringify({ door, device: 'console', sent_at: now, entries: [undo] });
  return adminRequest<EntriesTaken>(entriesPath(event), { method: 'POST', body });
}

/** Who came in on a reservation, also on the ticket that it was before it was handed on. */
export function entriesOf(event: string, reservation: number): Promise<Outcome<EntryList>> {
  return adminRequest<EntryList>(`${entriesPath(event)}?reservation=${reservation}`);
}
