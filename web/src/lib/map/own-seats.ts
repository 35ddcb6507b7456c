import type { SeatView } from '#lib/hall/seat-view.ts';
import { stateNames, type StateBytes } from '@jari/client/state-bytes';

/** What concerns this visitor alone. */
export interface OwnSeats {
  readonly held: readonly number[];
  readonly pending: readonly number[];
  readonly reserved: readonly number[];
  readonly justGivenBack: readonly number[];
}

type Own = 'mine' | 'mine-reserved' | 'given-back';

/** Seats as the visitor sees them. Made anew when what is theirs changes, so that drawing asks nothing reactive. */
export function viewer(bytes: StateBytes, own: OwnSeats): (seatId: number) => SeatView {
  const mine = ownSeats(own);
  return (seatId) => {
    const state = stateNames[bytes.codes[seatId - 1] ?? 3] ?? 'blocked';
    const owned = mine.size === 0 ? undefined : mine.get(seatId);
    if (owned === undefined) return state;
    return owned === 'given-back' ? (state === 'held' ? 'available' : state) : owned;
  };
}

/** The seats that look different now that what is mine has changed. */
export function changedOwn(before: OwnSeats, after: OwnSeats): number[] {
  const [one, other] = [ownSeats(before), ownSeats(after)];
  return [...new Set([...one.keys(), ...other.keys()])].filter((id) => one.get(id) !== other.get(id));
}

function ownSeats({ held, pending, reserved, justGivenBack }: OwnSeats): Map<number, Own> {
  const own = new Map<number, Own>();
  for (const id of justGivenBack) own.set(id, 'given-back');
  for (const id of [...held, ...pending]) own.set(id, 'mine');
  for (const id of reserved) own.set(id, 'mine-reserved');
  return own;
}
