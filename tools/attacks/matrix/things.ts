import type { Cast } from './cast.ts';
import type { Stage } from './stage.ts';
import type { Need } from './table.ts';
import type { Somebody } from './who.ts';

/** What the `{names}` of a row stand for. */
export type Things = Readonly<Record<string, string>>;

const starts_at = '2099-01-01T19:00:00+09:00';
const person = { user_name: 'Ann Anders', phone: '010-1234-5678' };
const room = {
  ...{ admitted_per_minute: 1_000_000, active_max: 1_000, turn_ttl_seconds: 600, pre_queue_minutes: 10 },
  ...{ order: 'arrival', proof_of_work_bits: 0 },
};

/** Makes events with what the rows need in them: each cell that changes something gets its own. */
export class PropertyRoom {
  private made = 0;

  constructor(
    private readonly stage: Stage,
    private readonly cast: Cast,
    private readonly planId: string,
  ) {}

  async make(needs: readonly Need[], somebody: Somebody): Promise<Things> {
    const number = ++this.made;
    const event = `e${number}`;
    const url = `/api/v1/events/${event}`;
    const { stage, cast } = this;
    const { headers: ann } = cast.ann;
    const waiting_room = needs.includes('turn') ? { waiting_room: room } : {};
    const hall = { rows: 3, seats_per_row: 3 };
    await stage.asOwner('PUT', url, { title: 'Made', venue: 'Here', starts_at, hall, ...waiting_room });
    const things: Record<string, string> = {
      ...{ event, plan: this.planId, template: 'grid', name: `p${number}`, organiser: `p${number}` },
      ...{ token: stage.ownerToken, key: `key-${number}`, id: 'none', delivery: 'none', offer: 'none' },
      ...{ holdToken: 'none', code: 'AAAAA-AAAAA' },
    };
    if (needs.includes('reservation') || needs.includes('offer')) {
      const made = await stage.must('POST', `${url}/reservations`, ann, { ...person, seat_ids: [1] });
      const { reservation } = made.json<{ reservation: { id: string; code: string } }>();
      things['id'] = reservation.id;
      things['code'] = reservation.code;
    }
    if (needs.includes('offer')) {
      const offered = await stage.must('POST', `/api/v1/reservations/${things['id'] ?? ''}/transfer`, ann);
      things['offer'] = offered.json<{ token: string }>().token;
    }
    if (needs.includes('hold')) await stage.send('PUT', `${url}/hold`, somebody.headers, { seat_ids: [5] });
    if (needs.includes('taken seat')) {
      await stage.asOwner('POST', `/api/v1/admin/events/${event}/reservations`, { ...person, seat_ids: [9] });
    }
    if (needs.includes('hold token') || needs.includes('sold by shop')) {
      await stage.must('PUT', `${url}/hold`, ann, { seat_ids: [2] });
      const token = await stage.must('POST', `${url}/hold/token`, ann);
      things['holdToken'] = token.json<{ hold_token: string }>().hold_token;
    }
    if (needs.includes('sold by shop')) {
      const sold = await stage.must(
        'POST',
        `/api/v1/integrations/events/${event}/reservations`,
        { ...cast.shop.headers, 'idempotency-key': `sold-${number}` },
        { hold_token: things['holdToken'], ...person },
      );
      things['id'] = sold.json<{ reservation: { id: string } }>().reservation.id;
    }
    if (needs.includes('turn')) await stage.send('POST', `/fcfs/join?event=${event}`, somebody.headers);
    if (needs.includes('person')) {
      await stage.asOwner('POST', '/api/v1/admin/organisers', { name: things['name'], role: 'door' });
    }
    return things;
  }
}

/** A text, or texts in an object, with things in the places of their names. */
export function fill(text: string, things: Things): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => things[name] ?? whole);
}
