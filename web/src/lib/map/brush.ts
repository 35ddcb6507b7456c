import type { Detail } from './camera.ts';

/** How large seats are drawn, in device pixels. */
export interface BrushSize {
  readonly detail: Detail;
  /** The distance between neighbouring seats. */
  readonly pitchPx: number;
  /** The side of a seat's picture; from far away a seat is a dot and has none. */
  readonly seatPx: number;
}

/** Draws seats as one kind of person sees them: the audience, who looks for free ones, or the organiser. */
export interface SeatBrush {
  /** A seat from far away, where there is room for a dot only; `x` and `y` are its middle. */
  dot(context: CanvasRenderingContext2D, x: number, y: number, seatId: number): void;
  seat(context: CanvasRenderingContext2D, x: number, y: number, seatId: number): void;
}
