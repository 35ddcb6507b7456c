import { i18n } from './i18n.svelte.ts';
import { laterEn } from './later/en.ts';
import { laterKo } from './later/ko.ts';

/** Words in the visitor's language that the first view has no use for, so that it needn't wait for them. */
export const later = {
  get t() {
    return i18n.lang === 'ko' ? laterKo : laterEn;
  },
};
