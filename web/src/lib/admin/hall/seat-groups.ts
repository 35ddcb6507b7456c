import type { SeatState } from '@jari/contract';
import type { HallModel } from '#lib/map/hall-model.ts';
import type { StateBytes } from '@jari/client/state-bytes';
import { seatsOfRow, seatsOfSection, seatsThat } from './selection.ts';

/** Seats that are chosen by one word. */
export type SeatGroup =
  | { readonly of: 'section' | 'row' | 'category'; readonly index: number }
  | { readonly of: 'state'; readonly state: SeatState };

export function seatsOfGroup(model: HallModel, bytes: StateBytes, group: SeatGroup): readonly number[] {
  if (group.of === 'state') return seatsThat(model, (id) => bytes.stateOf(id) === group.state);
  if (group.of === 'section') return seatsOfSection(model, group.index);
  if (group.of === 'row') return seatsOfRow(model, group.index);
  return seatsThat(model, (id) => model.category[id - 1] === group.index);
}
