import { firstEn } from './first/en.ts';
import { laterEn } from './later/en.ts';
import { lineEn } from './line/en.ts';
import { waitingEn } from './waiting/en.ts';

/** All words in English, for those who look at them all. The app takes each part where it is needed. */
export const en = { ...firstEn, ...laterEn, ...lineEn, waiting: waitingEn };
