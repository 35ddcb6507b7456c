import { firstKo } from './first/ko.ts';
import { laterKo } from './later/ko.ts';
import { lineKo } from './line/ko.ts';
import { waitingKo } from './waiting/ko.ts';

/** All words in Korean, for those who look at them all. The app takes each part where it is needed. */
export const ko = { ...firstKo, ...laterKo, ...lineKo, waiting: waitingKo };
