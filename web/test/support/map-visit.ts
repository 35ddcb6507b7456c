import type { EventDetails } from '@jari/contract';
import { expect, vi } from 'vitest';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { Hall } from '#lib/hall/hall.svelte.ts';
import type { HallModel } from '#lib/map/hall-model.ts';
import { MapChooser } from '#lib/map/map-chooser.svelte.ts';
import { smallHall } from './drawing.ts';
import { holdServer, seatsIn } from './hold-server.ts';

/** Somebody who chooses seats on the map of the small hall, of which every seat is free. */
export class MapVisit {
  readonly server = holdServer();
  readonly hall = new Hall('gala');
  /** Where the page has led them. */
  readonly went: string[] = [];

  constructor() {
    this.hall.store.becomeLarge().takeLetters('a'.repeat(21));
  }

  async chooserFor(
    max_seats_per_user: number,
    { noSingleSeats = false, model }: { noSingleSeats?: boolean; model?: HallModel } = {},
  ): Promise<MapChooser> {
    // Of the event no more than its rules matters here.
    this.hall.details = { rules: { max_seats_per_user, no_single_seats: noSingleSeats } } as EventDetails;
    return new MapChooser(
      this.hall,
      model ?? (await smallHall()),
      () => this.went.push('form'),
      (id) => this.went.push(`ticket ${id}`),
    );
  }

  /** The seats of each request to hold some. */
  asked() {
    return this.server.asked.filter(({ method }) => method === 'PUT').map(({ body }) => seatsIn(body));
  }

  /** What they hold, once it is what a test expects. */
  mine() {
    return expect.poll(() => this.hall.mine.hold?.seatIds ?? []);
  }

  end(): void {
    vi.restoreAllMocks();
    this.hall.mine.stop();
    for (const { id } of toasts.list) toasts.dismiss(id);
    vi.unstubAllGlobals();
  }
}
