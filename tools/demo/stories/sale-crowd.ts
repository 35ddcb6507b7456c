import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventDetails, GuestList, PlanDocument } from '@jari/contract';
import { ADMIN_TOKEN, type Theatre } from '../../../web/e2e/support/theatre.ts';

const BUYERS_AT_ONCE = 4;
const SIZES = [2, 4, 1, 3];
const BUYER = 'guest-';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** All whom a story's event has to do with and who have no screen: they speak to the API. */
export class SaleCrowd {
  private constructor(
    private readonly theatre: Theatre,
    private readonly event: string,
    /** Where the seats are, by their number less one. */
    private readonly places: readonly Place[],
  ) {}

  static async of(theatre: Theatre, event: string): Promise<SaleCrowd> {
    const details = (await theatre.person('reader').send<EventDetails>('GET', `/events/${event}`)).body;
    const plan = await ask<PlanDocument>(
      theatre,
      `/admin/plans/${details.plan?.id ?? ''}/export?format=jari`,
    );
    const rows = plan.sections.flatMap((section) => section.rows ?? []);
    return new SaleCrowd(
      theatre,
      event,
      rows.flatMap(({ seats }) => seats),
    );
  }

  place(seatId: number): Place {
    const place = this.places[seatId - 1];
    if (place === undefined) throw new Error(`There is no seat ${seatId}.`);
    return place;
  }

  /** As many as this buy, one to four seats each, nearest the stage and the middle first. */
  async buy(people: number, spared: readonly number[], seconds: number): Promise<void> {
    const parties = this.parties(new Set(spared)).slice(0, people);
    const pauseMs = (seconds * 1000 * BUYERS_AT_ONCE) / people;
    const queue = parties.entries();
    const buyer = async () => {
      for (const [index, seatIds] of queue) {
        const began = Date.now();
        const { status, text } = await this.theatre
          .person(`${BUYER}${index}`, this.event)
          .confirm(undefined, [...seatIds]);
        if (status >= 300 && status !== 409) throw new Error(`A guest could not buy: ${text}`);
        await sleep(Math.max(0, pauseMs - (Date.now() - began)));
      }
    };
    await Promise.all(Array.from({ length: BUYERS_AT_ONCE }, buyer));
  }

  /** So many reservations come in by another door. */
  async comeIn(count: number, door: string): Promise<void> {
    const path = `/admin/events/${this.event}`;
    const { guests } = await ask<GuestList>(this.theatre, `${path}/guests`);
    const at = new Date().toISOString();
    const entries = guests
      .filter(({ state, name }) => state === 'active' && name.startsWith(BUYER))
      .slice(0, count)
      .map(({ reservation, seats }) => ({ scan_id: randomUUID(), reservation, count: seats.length, at }));
    await ask(this.theatre, `${path}/entries`, { door, device: 'side-door', sent_at: at, entries });
  }

  private parties(spared: ReadonlySet<number>): number[][] {
    const front = Math.min(...this.places.map(({ y }) => y));
    const middle = this.places.reduce((sum, { x }) => sum + x, 0) / this.places.length;
    const parties: number[][] = [];
    for (let id = 1; id <= this.places.length;) {
      const size = SIZES[parties.length % SIZES.length] ?? 1;
      const party = Array.from({ length: size }, (_, i) => id + i).filter(
        (each) => each <= this.places.length && !spared.has(each),
      );
      if (party.length > 0) parties.push(party);
      id += size;
    }
    // Nobody is exact about it, and it is the same in every film.
    const wish = (party: number[]) => {
      const { x, y } = this.place(party[0] ?? 1);
      return 2 * (y - front) + Math.abs(x - middle) + (((party[0] ?? 1) * 137) % 240);
    };
    return parties.sort((one, other) => wish(one) - wish(other));
  }
}

async function ask<T>({ url }: Theatre, path: string, body?: object): Promise<T> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
  const answer = await fetch(
    `${url}/api/v1${path}`,
    body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
  );
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  // The API's own types say what comes.
  return (await answer.json()) as T;
}
