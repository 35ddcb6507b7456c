import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { editorEn } from './words/en.ts';
import { editorKo, type EditorWords } from './words/ko.ts';

export type StepName = keyof EditorWords['steps'];

/** The hall editor's words, which only its pages load. */
export const words = {
  get t(): EditorWords {
    return i18n.lang === 'ko' ? editorKo : editorEn;
  },
  /** What was done, as it is told when it is taken back. */
  step(what: string | undefined): string {
    const { steps } = words.t;
    return what !== undefined && what in steps ? steps[what as StepName] : '';
  },
};
