import type { HallModel } from '#lib/map/hall-model.ts';
import type { Scene } from '#lib/map/painter.ts';
import type { Palette } from '#lib/map/palette.ts';

/** A palette of which a test looks at no colour but those that it names itself. */
export const noColors: Palette = {
  ...{ ground: '', surface: '', line: '', edge: '', ink: '', inkSoft: '', gone: '', goneInk: '', accent: '' },
  ...{ accentHigh: '', onAccent: '', focus: '', glow: '', sans: 'sans', forced: false, categories: [] },
};

/** A hall in which there is room to stand and all can be had, and whose seats are drawn by nothing. */
export const sceneOf = (model: HallModel, more: Partial<Scene> = {}): Scene => ({
  ...{ model, palette: noColors, isStandingFree: () => true, isDimmed: () => false },
  brushFor: () => ({ dot: () => undefined, seat: () => undefined }),
  ...more,
});
