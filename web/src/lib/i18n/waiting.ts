import { i18n } from './i18n.svelte.ts';
import { waitingEn } from './waiting/en.ts';
import { waitingKo } from './waiting/ko.ts';

/** Words in the visitor's language that only events with a waiting room have a use for. */
export const waiting = {
  get t() {
    return i18n.lang === 'ko' ? waitingKo : waitingEn;
  },
};
