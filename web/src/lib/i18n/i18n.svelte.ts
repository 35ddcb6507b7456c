import { remember } from '#lib/app/remember.ts';
import { en } from './en.ts';
import { ko, type Dictionary } from './ko.ts';

export type Lang = 'ko' | 'en';

const dictionaries: Record<Lang, Dictionary> = { ko, en };

class I18n {
  // boot.js has chosen the language before the first paint. Prerendered pages are Korean.
  lang = $state<Lang>(
    typeof document !== 'undefined' && document.documentElement.lang === 'en' ? 'en' : 'ko',
  );

  /** The words in the visitor's language. */
  readonly t = $derived(dictionaries[this.lang]);

  toggle(): void {
    this.lang = this.lang === 'ko' ? 'en' : 'ko';
    document.documentElement.lang = this.lang;
    remember('jari:lang', this.lang);
  }
}

export const i18n = new I18n();
