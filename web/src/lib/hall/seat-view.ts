import type { SeatState } from '@jari/contract';

/** A seat as this visitor sees it. */
export type SeatView = SeatState | 'mine' | 'mine-reserved';
