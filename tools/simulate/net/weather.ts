import type { Dice } from '../time/dice.ts';

/** How bad the lines are at the moment. */
export interface Weather {
  /** Of messages that are lost, before or after they took effect. */
  lossRate: number;
  /** Of messages that take long. */
  delayRate: number;
  /** How long those take at most. */
  longDelayMs: number;
}

/** What becomes of a call: lost on its way there, lost on its way back, or neither. */
export type Fate = 'arrives' | 'lost before' | 'lost after';

export function drawFate(dice: Dice, { lossRate }: Weather): Fate {
  if (!dice.chance(lossRate)) return 'arrives';
  return dice.oneIn(2) ? 'lost before' : 'lost after';
}

/** Mostly a moment, now and then so long that somebody loses patience. */
export function drawDelayMs(dice: Dice, { delayRate, longDelayMs }: Weather): number {
  const lot = dice.draw();
  if (lot < delayRate) return dice.between(longDelayMs / 4, longDelayMs);
  return dice.between(0.1, 4);
}
