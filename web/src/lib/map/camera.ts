import type { Box } from './box.ts';

/** Where the hall stands on the screen: screen = hall × k + (x, y), in CSS pixels. */
export interface Camera {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is drawn: dots and names of sections, seats with the letter of their category, or seats with numbers. */
export type Detail = 'far' | 'middle' | 'near';

const MIDDLE_FROM_PX = 8;
const NEAR_FROM_PX = 17;
/** A seat as large as this fills a fingertip; nobody needs a larger one. */
const SEAT_MAX_PX = 72;
/** Seats at least this far apart can be told apart by a finger, with the nearest one winning; a mouse is finer. */
const TAP_FROM_PX = 22;
const CLICK_FROM_PX = 13;
/** Where zooming to a place leads: seats of a comfortable size. */
const COMFORTABLE_PX = 34;
const MARGIN_PX = 18;
/** The plan's own words are drawn as they are from this size on; smaller ones could not be read. */
export const AREA_TEXT_MIN_PX = 9;

/** @param pitchPx the distance between neighbouring seats on the screen */
export function detailFor(pitchPx: number): Detail {
  if (pitchPx < MIDDLE_FROM_PX) return 'far';
  return pitchPx < NEAR_FROM_PX ? 'middle' : 'near';
}

/** Nearer than this a tap chooses a seat; farther away it leads closer. */
export function canChooseAt(pitchPx: number, isFinger: boolean): boolean {
  return pitchPx >= (isFinger ? TAP_FROM_PX : CLICK_FROM_PX);
}

/** The whole hall, centred, with a little air around it. */
export function fit(box: Box, pitch: number, size: Size): Camera {
  const width = Math.max(box.maxX - box.minX + pitch, pitch);
  const height = Math.max(box.maxY - box.minY + pitch, pitch);
  const margin = Math.min(MARGIN_PX, size.width / 10, size.height / 10);
  const k = Math.min(
    (size.width - 2 * margin) / width,
    (size.height - 2 * margin) / height,
    SEAT_MAX_PX / pitch,
  );
  return centredOn((box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2, Math.max(k, 1e-6), size);
}

export function centredOn(x: number, y: number, k: number, size: Size): Camera {
  return { k, x: size.width / 2 - x * k, y: size.height / 2 - y * k };
}

/** How small and how large the hall may be shown. */
export function zoomRange(fitted: Camera, pitch: number): [number, number] {
  return [fitted.k, Math.max(SEAT_MAX_PX / pitch, fitted.k)];
}

/** How large the hall is shown where seats are to be chosen. */
export function comfortableZoom(pitch: number): number {
  return COMFORTABLE_PX / pitch;
}

/** What of the hall is on the screen. */
export function seenBy(camera: Camera, size: Size): Box {
  return {
    minX: -camera.x / camera.k,
    minY: -camera.y / camera.k,
    maxX: (size.width - camera.x) / camera.k,
    maxY: (size.height - camera.y) / camera.k,
  };
}

/** Between two cameras, `t` from 0 to 1: the middle of the screen moves evenly, the zoom by factors. */
export function between(from: Camera, to: Camera, t: number, size: Size): Camera {
  const k = from.k * (to.k / from.k) ** t;
  // How far along the way of 1/k we are: then the point that both cameras show in one place stays there.
  const along = from.k === to.k ? t : (1 / from.k - 1 / k) / (1 / from.k - 1 / to.k);
  const middle = (camera: Camera) => [
    (size.width / 2 - camera.x) / camera.k,
    (size.height / 2 - camera.y) / camera.k,
  ];
  const [fromX = 0, fromY = 0] = middle(from);
  const [toX = 0, toY = 0] = middle(to);
  return centredOn(fromX + (toX - fromX) * along, fromY + (toY - fromY) * along, k, size);
}
