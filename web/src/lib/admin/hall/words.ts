import { hallEn } from './words/en.ts';
import { hallKo } from './words/ko.ts';

/** What the live hall says. */
export const hallWords = { ko: hallKo, en: hallEn };
