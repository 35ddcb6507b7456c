import { allPoints } from './points.ts';

/**
 * The points that any sale comes by within moments, without a waiting room, a line or an organiser: those that a
 * short test can count on.
 */
export const usualPoints: readonly string[] = allPoints.filter((point) =>
  [
    /^http\./,
    /^ledger\.append\((held|reserved|cancelled)\) /,
    /^ledger\.(load|changesSince|now) /,
    /^bus\.(publish|subscribe) /,
    /^admission\.noteHolds /,
  ].some((pattern) => pattern.test(point)),
);
