import type { Language } from '@jari/contract/text-in';
import { ROLES } from '../role.ts';
import { shellWords } from '../words/shell.ts';

/** What an entry of the trail carries beside who and when. */
export type Detail = Readonly<Record<string, unknown>>;

type Sentences = Readonly<Record<Language, (detail: Detail) => string>>;

/** A value of the detail; a dash where an entry does not have it. */
function of(detail: Detail, name: string): string {
  const value = detail[name];
  if (Array.isArray(value)) return String(value.length);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
}

function roleOf(detail: Detail, lang: Language): string {
  const role = ROLES.find((one) => one === detail['role']);
  return role ? shellWords[lang].role[role] : of(detail, 'role');
}

/** Everything that is known to be noted. What a newer server notes is shown as it is. */
const actions: Readonly<Record<string, Sentences>> = {
  'organiser.created': {
    ko: (d) => `${of(d, 'name')} 님을 ‘${roleOf(d, 'ko')}’ 역할로 추가했어요`,
    en: (d) => `Added ${of(d, 'name')} as ${roleOf(d, 'en')}`,
  },
  'organiser.changed': {
    ko: (d) => `${of(d, 'name')} 님의 역할을 ‘${roleOf(d, 'ko')}’로 바꿨어요`,
    en: (d) => `Made ${of(d, 'name')} ${roleOf(d, 'en')}`,
  },
  'organiser.token_renewed': {
    ko: (d) => `${of(d, 'name')} 님에게 새 토큰을 만들었어요`,
    en: (d) => `Made a new token for ${of(d, 'name')}`,
  },
  'organiser.removed': {
    ko: (d) => `${of(d, 'name')} 님을 내보냈어요`,
    en: (d) => `Removed ${of(d, 'name')}`,
  },
  'holds.released': {
    ko: (d) => `잡혀 있던 좌석 ${of(d, 'seat_ids')}석을 풀었어요`,
    en: (d) => `Released held seats (${of(d, 'seat_ids')})`,
  },
  'reservation.cancelled': {
    ko: (d) => `예매 ${of(d, 'reservation')}의 좌석 ${of(d, 'seat_ids')}석을 취소했어요`,
    en: (d) => `Cancelled seats (${of(d, 'seat_ids')}) of reservation ${of(d, 'reservation')}`,
  },
};

/** What was done, in a sentence; undefined for what these pages have no words for. */
export function actionSentence(action: string, detail: Detail, lang: Language): string | undefined {
  return Object.hasOwn(actions, action) ? actions[action]?.[lang](detail) : undefined;
}

/** What stands in the detail, one value after the other, for entries without a sentence. */
export function rawDetail(detail: Detail): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
