import { i18n } from './i18n.svelte.ts';
import { lineEn } from './line/en.ts';
import { lineKo } from './line/ko.ts';

/** Words in the visitor's language that only those have a use for who want a seat that is taken. */
export const lineWords = {
  get t() {
    return i18n.lang === 'ko' ? lineKo.line : lineEn.line;
  },
};
