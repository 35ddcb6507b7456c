import { waitALittleLonger } from '@jari/client/request';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';

const WAITING = {
  ko: { title: '지금 접속한 사람이 아주 많아요.', detail: '잠시 기다렸다가 저절로 다시 시도할게요.' },
  en: { title: 'Very many people are here right now.', detail: 'This is tried again by itself in a moment.' },
};

/** Waits as long as an overloaded server has asked for; whoever waits for something to be done is told why. */
export function waitAsTold(retryAfterS: number, isCommand: boolean): Promise<true> {
  if (isCommand) toasts.show({ tone: 'plain', ...WAITING[i18n.lang] });
  return waitALittleLonger(retryAfterS);
}
