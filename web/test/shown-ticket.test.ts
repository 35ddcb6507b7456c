import type { EventDetails, Reservation } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeptTickets } from '#lib/tickets/kept-tickets.ts';
import { TicketStore } from '#lib/tickets/ticket-store.ts';
import { ShownTicket } from '#lib/tickets/shown-ticket.svelte.ts';
import { FakeServer, later, refusal, type Said } from './support/fake-server.ts';
import { memoryStorage } from './support/memory-storage.ts';

// Of an event no more than its name matters here.
const gala = { id: 'gala' } as EventDetails;
const reservation = (id: string, more: Partial<Reservation> = {}): Reservation => ({
  ...{ id, event: 'gala', code: `CODE-${id}`, sequence: 1, user_name: 'Ann', phone: '010-1234-5678' },
  ...{ status: 'active', created_at: '', cancelled_at: null, seats: [], total: null, currency: null },
  ...more,
});
const cancelled = (id: string) => reservation(id, { status: 'cancelled' });

let server: FakeServer;
let kept: KeptTickets;
let ticket: ShownTicket;
beforeEach(() => {
  server = new FakeServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/GET \/events\/gala$/, () => [200, gala])
    .on(/GET \/reservations\/gala/, ({ path }) => told(path.split('/').at(-1) ?? ''));
  kept = new KeptTickets(new TicketStore(memoryStorage()));
  ticket = new ShownTicket(kept);
});
afterEach(() => void vi.unstubAllGlobals());

const told = (id: string): Said => [200, { success: true, reservation: reservation(id) }];
const away = () => server.on(/GET \/reservations/, () => 'lost');
/** Somebody asks, and is answered when the test says so. */
function asking(): { readonly done: Promise<void>; readonly answer: (said: Said) => Promise<void> } {
  const slow = later<Said>();
  server.on(/GET \/reservations/, () => slow.promise);
  const done = ticket.load('gala.7');
  return { done, answer: (said) => (slow.come(said), done) };
}
const heardAll = (count: number) => expect.poll(() => server.heard(/GET \/reservations/)).toHaveLength(count);

describe('The ticket on a page', () => {
  it('is what is kept of it at once, and then what the server says', async () => {
    kept.keep(reservation('gala.7', { user_name: 'Before' }), gala, { now: 1 });
    const loading = ticket.load('gala.7');
    expect(ticket).toMatchObject({ reservation: { user_name: 'Before' }, event: gala });
    await loading;
    expect(ticket).toMatchObject({ reservation: { user_name: 'Ann' }, event: gala, failure: undefined });
    expect(kept.find('gala.7')).toMatchObject({ reservation: { user_name: 'Ann' }, event: gala });
  });

  it('is called old while nobody can be asked, and so is no other ticket, nor this one once it was told', async () => {
    kept.keep(reservation('gala.7'), gala, { now: 5_000 });
    away();
    await ticket.load('gala.7');
    expect([ticket.asOf, ticket.failure]).toEqual([5_000, undefined]);
    server.on(/GET \/reservations/, ({ path }) => told(path.split('/').at(-1) ?? ''));
    await ticket.load('gala.8');
    expect([ticket.reservation?.id, ticket.asOf]).toEqual(['gala.8', undefined]);
    away();
    await ticket.load('gala.7');
    expect(ticket.asOf).toBe(5_000);
    server.on(/GET \/reservations/, () => told('gala.7'));
    await ticket.load('gala.7');
    expect([ticket.reservation?.id, ticket.asOf]).toEqual(['gala.7', undefined]);
  });

  it('is what the last question was told, not what an older one is told later', async () => {
    kept.keep(reservation('gala.7'), gala, { now: 5_000 });
    const older = asking();
    await heardAll(1);
    const newer = asking();
    await heardAll(2);
    await newer.answer(told('gala.7'));
    await older.answer('lost');
    expect([ticket.asOf, ticket.failure]).toEqual([undefined, undefined]);
    const other = asking();
    await heardAll(3);
    server.on(/GET \/reservations/, () => told('gala.8'));
    await ticket.load('gala.8');
    await other.answer(told('gala.7'));
    expect(ticket.reservation?.id).toBe('gala.8');
  });

  it('stays cancelled where an older question is told that it is good', async () => {
    await ticket.load('gala.7');
    const older = asking();
    await heardAll(2);
    await ticket.cancelled(cancelled('gala.7'));
    await older.answer(told('gala.7'));
    expect([ticket.reservation?.status, kept.find('gala.7')?.reservation.status]).toEqual([
      'cancelled',
      'cancelled',
    ]);
    // Of another that is shown by then it says nothing.
    server.on(/GET \/reservations/, () => told('gala.8'));
    await ticket.load('gala.8');
    await ticket.cancelled(cancelled('gala.7'));
    expect([ticket.reservation?.id, ticket.reservation?.status]).toEqual(['gala.8', 'active']);
  });

  it('stays where it stands when it is asked for once more in vain, and goes where it is nobody’s', async () => {
    await ticket.load('gala.7');
    away();
    await ticket.recheck();
    expect(ticket).toMatchObject({ reservation: { id: 'gala.7' }, asOf: undefined, failure: undefined });
    server.on(/GET \/reservations/, () => [404, refusal('not_found')]);
    await ticket.recheck();
    expect([ticket.failure?.kind, kept.find('gala.7')]).toEqual(['refused', undefined]);
  });

  it('is another visitor’s where it was found by its code: read here, and not asked for', async () => {
    kept.keepFound(reservation('gala.9'), gala, 5_000);
    await ticket.load('gala.9');
    expect(ticket).toMatchObject({ reservation: { id: 'gala.9' }, found: true, asOf: undefined });
    expect(server.heard(/GET \/reservations/)).toEqual([]);
  });
});
