import { SEAT_IDS_MAX, type Intervention, type Reservation, type SeatState } from '@jari/contract';
import type { Outcome } from '@jari/client/outcome';
import { hallApi } from './hall-api.ts';
import { inBatches, piecesOf, type BatchResult } from './in-batches.ts';
import type { LiveHall } from './live-hall.svelte.ts';
import type { ReservedBy } from './seat-holders.ts';

/** What can be done to seats, and in which state they must be for it. */
const actionStates = {
  block: 'available',
  unblock: 'blocked',
  release: 'held',
  sell: 'available',
  cancel: 'reserved',
} as const satisfies Record<string, SeatState>;
export type ActionKind = keyof typeof actionStates;

/** What came of an action, until the next one or until it is put away. */
export interface ActionResult extends BatchResult {
  readonly kind: ActionKind;
  /** The reservation that was made at the desk. */
  readonly sold?: Reservation;
}

const OPPOSITE = { block: 'unblock', unblock: 'block' } as const;

/** Does to seats what the organiser asks for, and keeps what came of it. */
export class HallActions {
  running = $state<ActionKind>();
  /** Of how many seats the running action is through with. */
  doneCount = $state(0);
  result = $state.raw<ActionResult>();

  constructor(private readonly live: LiveHall) {}

  /** Those of the seats that the action is for, as they are now. */
  fitting(kind: ActionKind, seatIds: Iterable<number>): readonly number[] {
    const state = actionStates[kind];
    return [...seatIds].filter((id) => this.live.stateOf(id) === state);
  }

  block(seatIds: readonly number[]): Promise<void> {
    return this.run('block', piecesOf(seatIds, SEAT_IDS_MAX), (ids) =>
      allOf(ids, hallApi.block(this.live.event, ids)),
    );
  }

  unblock(seatIds: readonly number[]): Promise<void> {
    return this.run('unblock', piecesOf(seatIds, SEAT_IDS_MAX), (ids) =>
      allOf(ids, hallApi.unblock(this.live.event, ids)),
    );
  }

  release(seatIds: readonly number[], reason: string): Promise<void> {
    return this.run('release', piecesOf(seatIds, SEAT_IDS_MAX), (ids) =>
      takenBack(hallApi.releaseHolds(this.live.event, ids, reason)),
    );
  }

  /** Each reservation loses these of its seats; one that can't be cancelled stands in nobody's way. */
  async cancel(
    parts: readonly { readonly reservation: ReservedBy; readonly seatIds: readonly number[] }[],
    reason: string,
  ): Promise<void> {
    await this.run(
      'cancel',
      parts.map(({ seatIds }) => seatIds),
      (seatIds) => {
        const part = parts.find((each) => seatIds.some((id) => each.seatIds.includes(id)));
        if (!part) throw new Error('seats of no reservation');
        const { id, seatIds: all } = part.reservation;
        const some = seatIds.length < all.length ? seatIds : undefined;
        return takenBack(hallApi.cancel(this.live.event, id, reason, some));
      },
    );
  }

  /** The reservation was made in a dialog of its own; here it is shown as what came of it. */
  sold(reservation: Reservation): void {
    const done = reservation.seats.map(({ id }) => id);
    this.result = { kind: 'sell', done, refused: [], unchanged: [], untried: [], sold: reservation };
  }

  get canUndo(): boolean {
    const { result } = this;
    return (
      result !== undefined && (result.kind === 'block' || result.kind === 'unblock') && result.done.length > 0
    );
  }

  async undo(): Promise<void> {
    const { result } = this;
    if (result?.kind !== 'block' && result?.kind !== 'unblock') return;
    await this[OPPOSITE[result.kind]](result.done);
  }

  dismiss(): void {
    this.result = undefined;
  }

  private async run(
    kind: ActionKind,
    pieces: readonly (readonly number[])[],
    send: (seatIds: readonly number[]) => Promise<Outcome<readonly number[]>>,
  ): Promise<void> {
    if (this.running !== undefined || pieces.length === 0) return;
    this.running = kind;
    this.doneCount = 0;
    this.result = undefined;
    const result = await inBatches(pieces, send, (count) => (this.doneCount = count));
    this.running = undefined;
    this.result = { kind, ...result };
  }
}

/** Where the answer names no seats it was done to all of them. */
async function allOf(
  seatIds: readonly number[],
  sent: Promise<Outcome<unknown>>,
): Promise<Outcome<readonly number[]>> {
  const outcome = await sent;
  return outcome.ok ? { ...outcome, value: seatIds } : outcome;
}

async function takenBack(sent: Promise<Outcome<Intervention>>): Promise<Outcome<readonly number[]>> {
  const outcome = await sent;
  return outcome.ok ? { ...outcome, value: outcome.value.seat_ids } : outcome;
}
