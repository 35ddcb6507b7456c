import type { SeatState } from '@jari/contract';
import { stateNames } from '@jari/client/state-bytes';
import { luminance, parse } from '#lib/map/palette.ts';

export interface StateLook {
  readonly fill: string;
  /** What is written on it. */
  readonly ink: string;
}

export type StateLooks = Readonly<Record<SeatState, StateLook>>;

/** The page's variables for each state: the same that the legend and the charts are styled with. */
const VARIABLES: Readonly<Record<SeatState, string>> = {
  available: '--velvet',
  held: '--accent',
  reserved: '--good',
  blocked: '--warning',
};

/** The colours of states in the theme that the page has now. Where colours are the system's, shapes tell all. */
export function readStateLooks(isForced: boolean): StateLooks {
  const style = getComputedStyle(document.documentElement);
  const look = (state: SeatState): StateLook => {
    if (isForced) return { fill: 'CanvasText', ink: 'Canvas' };
    const fill = style.getPropertyValue(VARIABLES[state]).trim();
    return { fill, ink: inkOn(fill) };
  };
  const [available, held, reserved, blocked] = stateNames.map(look);
  if (!available || !held || !reserved || !blocked) throw new Error('a state has no look');
  return { available, held, reserved, blocked };
}

function inkOn(fill: string): string {
  return luminance(parse(fill)) > 0.19 ? '#14101f' : '#ffffff';
}
