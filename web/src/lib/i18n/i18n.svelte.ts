import { remember } from '#lib/app/remember.ts';
import { firstEn } from './first/en.ts';
import { firstKo, type FirstWords } from './first/ko.ts';

export type Lang = 'ko' | 'en';

const dictionaries: Record<Lang, FirstWords> = { ko: firstKo, en: firstEn };

class I18n {
  // boot.js has chosen the language before the first paint. Prerendered pages are Korean.
  lang = $state<Lang>(
    typeof document !== 'undefined' && document.documentElement.lang === 'en' ? 'en' : 'ko',
  );

  /** The words in the visitor's language; for the form, the ticket and the map see later.ts. */
  readonly t = $derived(dictionaries[this.lang]);

  toggle(): void {
    this.lang = this.lang === 'ko' ? 'en' : 'ko';
    document.documentElement.lang = this.lang;
    remember('jari:lang', this.lang);
  }
}

export const i18n = new I18n();
