import type { SeatState } from '@jari/contract';
import { reasonWords } from '@jari/contract/reason-words';
import type { Failure } from '../outcome.ts';

export type Lang = 'ko' | 'en';

export interface Words {
  readonly hall: string;
  readonly stage: string;
  readonly loading: string;
  readonly mine: string;
  readonly state: Readonly<Record<SeatState, string>>;
  readonly free: (count: number) => string;
  readonly soldOut: string;
  readonly closed: string;
  readonly notYet: string;
  readonly paused: string;
  readonly waitingRoom: string;
  readonly openPage: string;
  readonly howMany: string;
  readonly anyCategory: string;
  readonly category: string;
  readonly find: string;
  readonly held: (seats: string) => string;
  readonly left: (time: string) => string;
  readonly extend: string;
  readonly release: string;
  readonly released: string;
  readonly expired: string;
  readonly reserved: string;
  readonly reconnecting: string;
  readonly offline: string;
  readonly retry: string;
}

export const words: Readonly<Record<Lang, Words>> = {
  ko: {
    hall: '좌석',
    stage: '무대',
    loading: '좌석을 불러오고 있어요…',
    mine: '내가 고른 좌석',
    state: {
      available: '선택 가능',
      held: '다른 분이 선택 중',
      reserved: '예매됨',
      blocked: '판매하지 않음',
    },
    free: (count) => `남은 좌석 ${count}석`,
    soldOut: '남은 좌석이 없어요.',
    closed: '예매가 끝났어요.',
    notYet: '아직 예매가 시작되지 않았어요.',
    paused: '예매가 잠시 멈췄어요. 다시 시작되면 저절로 열려요.',
    waitingRoom: '이 공연은 대기실을 거쳐 예매해요.',
    openPage: '예매 페이지 열기',
    howMany: '인원',
    anyCategory: '모든 등급',
    category: '등급',
    find: '좋은 좌석 찾기',
    held: (seats) => `선택한 좌석: ${seats}`,
    left: (time) => `${time} 동안 맡아 둘게요`,
    extend: '시간 더 받기',
    release: '선택 취소',
    released: '선택을 취소했어요.',
    expired: '시간이 지나 좌석이 풀렸어요. 다시 골라 주세요.',
    reserved: '예매가 끝났어요.',
    reconnecting: '다시 연결하고 있어요…',
    offline: '인터넷에 연결되어 있지 않아요.',
    retry: '다시 시도',
  },
  en: {
    hall: 'Seats',
    stage: 'Stage',
    loading: 'Fetching the seats…',
    mine: 'yours',
    state: {
      available: 'available',
      held: 'somebody is choosing it',
      reserved: 'sold',
      blocked: 'not for sale',
    },
    free: (count) => `${count} ${count === 1 ? 'seat' : 'seats'} left`,
    soldOut: 'No seats are left.',
    closed: 'The sale is over.',
    notYet: 'The sale has not begun yet.',
    paused: 'The sale is paused. The seats appear here once it goes on.',
    waitingRoom: 'This event has a waiting room.',
    openPage: 'Open the booking page',
    howMany: 'How many',
    anyCategory: 'Any category',
    category: 'Category',
    find: 'Find the best seats',
    held: (seats) => `You have chosen ${seats}`,
    left: (time) => `Kept for you for ${time}`,
    extend: 'More time',
    release: 'Give back',
    released: 'You have given your seats back.',
    expired: 'The time is over, and your seats are free again. Please choose anew.',
    reserved: 'Your seats are reserved.',
    reconnecting: 'Connecting again…',
    offline: 'You are offline.',
    retry: 'Try again',
  },
};

/** What a failure is told in. */
export function failureText(failure: Failure, lang: Lang): string {
  if (failure.kind === 'unreachable') return reasonWords.unavailable.advice[lang];
  const { title, advice } = reasonWords[failure.problem.reason];
  return `${title[lang]} ${advice[lang]}`;
}

/** A price as it is written where the reader lives; amounts are in minor units. */
export function moneyText(amount: number, currency: string, lang: Lang): string {
  const format = new Intl.NumberFormat(lang, { style: 'currency', currency, minimumFractionDigits: 0 });
  const { maximumFractionDigits: digits = 0 } = new Intl.NumberFormat(lang, {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return format.format(amount / 10 ** digits);
}

/** "1:05"; rounded up, so that 0:00 means that it is over. */
export function timeText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
