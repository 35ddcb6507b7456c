import type { EventDetails, Reservation } from '@jari/contract';
import { reasons, type Reason } from '@jari/contract/reasons';
import type { Failure } from '@jari/client/outcome';
import { beforeEach, describe, expect, it } from 'vitest';
import { KeptTickets } from '#lib/tickets/kept-tickets.ts';
import { TicketStore } from '#lib/tickets/ticket-store.ts';
import { forgetUnlisted } from '#lib/tickets/ticket-list.ts';
import { maskPhone } from '#lib/tickets/mask-phone.ts';

const ticket = (sequence: number, status: Reservation['status'] = 'active') =>
  ({
    id: `default.${sequence}`,
    code: '7KQ4M-2XF8T',
    event: 'default',
    status,
    seats: [{ id: 1, label: 'A1', section: null, category: null, amount: null }],
    currency: null,
    total: null,
    user_name: '김하늘',
    phone: '+821012345678',
    sequence,
    created_at: '2030-01-01T00:00:00.000Z',
  }) satisfies Reservation;
const event = { id: 'default', title: 'A title' } as EventDetails;

const silent = (because: (Failure & { kind: 'unreachable' })['because']): Failure => ({
  ...{ kind: 'unreachable', because },
});
const refused = (reason: Reason): Failure => ({
  kind: 'refused',
  problem: {
    ...{ type: '', title: '', status: reasons[reason].status, detail: '', request_id: '' },
    ...{ success: false as const, reason, retryable: reasons[reason].retryable },
  },
});

class Shelf {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem = (key: string) => void this.items.delete(key);
}

let shelf: Shelf;
let store: TicketStore;
let kept: KeptTickets;
const keptIn = (shelf: Shelf | undefined) => new KeptTickets(new TicketStore(shelf));
beforeEach(() => {
  shelf = new Shelf();
  store = new TicketStore(shelf);
  kept = new KeptTickets(store);
  store.seenUser('me');
});

describe('Kept tickets', () => {
  it('are there after a reload, with the event they are for', () => {
    kept.keep(ticket(1), event, { now: 5 });
    const found = keptIn(shelf).find('default.1');
    expect(found).toMatchObject({ event, seenAt: 5, found: false });
    expect(found?.reservation).toMatchObject({ code: '7KQ4M-2XF8T', seats: [{ label: 'A1' }] });
  });

  it('keep what the door wants to see when a list is read that does not tell it', () => {
    kept.keep({ ...ticket(1), ticket: 'JARI1.signed' }, event, { now: 5 });
    kept.keep(ticket(1), event, { now: 6 });
    expect(kept.find('default.1')?.reservation.ticket).toBe('JARI1.signed');
    kept.keep(ticket(1, 'cancelled'), event, { now: 7 });
    expect(kept.find('default.1')?.reservation).not.toHaveProperty('ticket');
  });

  it('are there when the server does not tell them, whatever the reason, but that there is none for this visitor', () => {
    kept.keep(ticket(1), event, { now: 5 });
    const answers: readonly Failure[] = [
      ...(['offline', 'timeout', 'network', 'bad_answer'] as const).map(silent),
      ...(['overloaded', 'unavailable', 'rate_limited', 'internal', 'missing_user'] as const).map(refused),
    ];
    for (const failure of answers)
      expect(kept.afterFailure('default.1', failure), JSON.stringify(failure)).toMatchObject({ seenAt: 5 });
    expect(kept.afterFailure('default.1', refused('not_found'))).toBeUndefined();
    expect(keptIn(shelf).all).toEqual([]);
  });

  it('that were looked up by their code are for reading only, but for this visitor’s own', () => {
    kept.keep(ticket(1), event, { now: 5 });
    for (const now of [6, 7]) for (const one of [ticket(1), ticket(2)]) kept.keepFound(one, event, now);
    expect(kept.all.map(({ reservation, found, seenAt }) => [reservation.id, found, seenAt])).toEqual([
      ['default.2', true, 7],
      ['default.1', false, 7],
    ]);
    // Once it turns out to be theirs, it is.
    kept.keep(ticket(2), event, { now: 8 });
    expect(kept.find('default.2')?.found).toBe(false);
  });

  it('hold no phone number', () => {
    kept.keep(ticket(1), event, { now: 5 });
    expect([...shelf.items.values()].join()).not.toMatch(/1234/);
    kept.keep(keptIn(shelf).all[0]?.reservation ?? ticket(9), event, { now: 6 });
    expect(kept.find('default.1')?.reservation.phone).toBe('•••-••••-5678');
  });

  it('are what was seen last, and keep their event when it is not known this time', () => {
    kept.keep(ticket(1), event, { now: 5 });
    kept.keep(ticket(1, 'cancelled'), null, { now: 6 });
    expect(kept.all).toHaveLength(1);
    expect(kept.find('default.1')).toMatchObject({ reservation: { status: 'cancelled' }, event, seenAt: 6 });
  });

  it('are forgotten when the server takes the visitor for somebody else', () => {
    kept.keep(ticket(1), event, { now: 5 });
    store.seenUser('me');
    expect(kept.all).toHaveLength(1);
    store.seenUser('somebody else');
    expect(kept.all).toEqual([]);
    expect(keptIn(shelf).all).toEqual([]);
  });

  it('that were found before anybody was known stay with whoever is known first', () => {
    store = new TicketStore(new Shelf());
    kept = new KeptTickets(store);
    kept.keep(ticket(1), event, { now: 5, found: true });
    store.seenUser('me');
    expect(kept.find('default.1')).toMatchObject({ found: true });
  });

  it('are those of all tabs: what one keeps or forgets is so in the others, also with what the door wants to see', () => {
    const other = keptIn(shelf);
    kept.keep(ticket(1), event, { now: 5 });
    other.keep({ ...ticket(2), ticket: 'JARI1.signed' }, event, { now: 6 });
    // The first tab reads its list.
    for (const one of [ticket(1), ticket(2)]) kept.keep(one, event, { now: 7 });
    expect(keptIn(shelf).find('default.2')?.reservation.ticket).toBe('JARI1.signed');
    other.forget('default.1');
    kept.keep(ticket(3), event, { now: 8 });
    const ids = ({ all }: KeptTickets) => all.map(({ reservation }) => reservation.id);
    expect([kept, other].map(ids)).toEqual([
      ['default.3', 'default.2'],
      ['default.3', 'default.2'],
    ]);
  });

  it('are forgotten when the server lists them no more, unless they are newer than that list, or were looked up', () => {
    for (const [sequence, now] of [1, 2, 4].map((sequence) => [sequence, sequence] as const))
      kept.keep(ticket(sequence), event, { now });
    kept.keepFound(ticket(3), event, 1);
    forgetUnlisted(kept, new Set(['default.2']), 4);
    expect(kept.all.map(({ reservation }) => reservation.id)).toEqual([
      'default.3',
      'default.4',
      'default.2',
    ]);
  });

  it('are fifty at most, the newest', () => {
    for (let i = 1; i <= 60; i += 1) kept.keep(ticket(i), null, { now: i });
    expect(kept.all).toHaveLength(50);
    expect(kept.all[0]?.reservation.id).toBe('default.60');
  });

  it('can be taken from this device', () => {
    kept.keep(ticket(1), event, { now: 5 });
    kept.forget('default.1');
    expect(keptIn(shelf).all).toEqual([]);
  });

  it('do without a storage, and with one that holds nonsense or is full', () => {
    shelf.setItem('jari:tickets:1', '{"tickets":7');
    expect(keptIn(shelf).all).toEqual([]);
    shelf.setItem = () => {
      throw new Error('full');
    };
    for (const place of [undefined, shelf]) {
      const other = keptIn(place);
      other.keep(ticket(1), event, { now: 5 });
      expect(other.find('default.1')).toBeDefined();
    }
  });
});

it.each([
  ['+821012345678', '•••-••••-5678'],
  ['+14155550123', '+•••••••0123'],
  ['•••-••••-5678', '•••-••••-5678'],
])('of %s only %s is shown', (phone, shown) => expect(maskPhone(phone)).toBe(shown));
