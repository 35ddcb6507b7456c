import type { EventDetails } from '@jari/contract';
import type { Question } from '../wire/messages.ts';
import type { Wire } from '../wire/wire.ts';

/** Somebody wanted to play where people buy. */
export class NotARehearsal extends Error {}

/**
 * An event that says of itself that it is a rehearsal. There is no other way to have one than to ask the set-up, and
 * nobody sends a command but through one: so no scripted person ever comes to an event that people buy from.
 */
export class MarkedEvent {
  /** Where its commands go. */
  readonly path: string;

  private constructor(readonly details: EventDetails) {
    this.path = `/api/v1/events/${details.id}`;
  }

  /** Asks the set-up for the event. Rejects with NotARehearsal when it is not marked as one. */
  static async find(wire: Pick<Wire, 'ask'>, eventId: string): Promise<MarkedEvent> {
    const { status, body } = await wire.ask({ method: 'GET', path: `/api/v1/events/${eventId}` });
    if (status !== 200) throw new Error(`The event ${eventId} cannot be read: ${status}`);
    const details = body as Partial<EventDetails>;
    if (details.id !== eventId || details.rules?.is_rehearsal !== true) {
      throw new NotARehearsal(`${eventId} is not marked as a rehearsal: nobody plays there.`);
    }
    return new MarkedEvent(body as EventDetails);
  }

  get id(): string {
    return this.details.id;
  }

  get seatCount(): number {
    const { plan, hall } = this.details;
    return plan?.seat_count ?? (hall === null ? 0 : hall.rows * hall.seats_per_row);
  }

  /** The question, if it may be asked here: it only looks, or it is about this event. Throws for any other. */
  checked(question: Question): Question {
    const { method, path } = question;
    if (method === 'GET' || this.isAbout(path)) return question;
    throw new NotARehearsal(`${method} ${path} is not about ${this.id}.`);
  }

  private isAbout(path: string): boolean {
    if (path.startsWith(`${this.path}/`)) return true;
    // Reservations are named by their event and the change that made them.
    if (path.startsWith(`/api/v1/reservations/${this.id}.`)) return true;
    return (
      /^\/fcfs\/(join|pass)\?/.test(path) && new URLSearchParams(path.split('?')[1]).get('event') === this.id
    );
  }
}
