import type { Language } from '@jari/contract/text-in';
import { ROLES } from '../role.ts';
import { integrationActions } from './integration-actions.ts';
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

function rateOf(detail: Detail): string {
  const rate = detail['failure_rate'];
  return typeof rate === 'number' ? `${Math.round(rate * 100)}%` : '–';
}

/** Everything that is known to be noted. What a newer server notes is shown as it is. */
export const actions: Readonly<Record<string, Sentences>> = {
  ...integrationActions,
  'audit.repaired': {
    ko: (d) => `감사에서 어긋난 것을 다시 만들었어요 (${of(d, 'repaired')}종류)`,
    en: (d) => `Had an audit make anew what was wrong (kinds: ${of(d, 'repaired')})`,
  },
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
  'event.created': {
    ko: () => '공연을 만들었어요',
    en: () => 'Created the event',
  },
  'event.changed': {
    ko: () => '공연 설정을 바꿨어요',
    en: () => 'Changed the settings of the event',
  },
  'event.copied': {
    ko: (d) => `공연 ${of(d, 'from')}에서 복사했어요`,
    en: (d) => `Copied it from the event ${of(d, 'from')}`,
  },
  'event.emptied': {
    ko: () => '공연을 비웠어요',
    en: () => 'Emptied the event',
  },
  'sale.open': { ko: () => '예매를 열었어요', en: () => 'Opened the sale' },
  'sale.paused': { ko: () => '예매를 멈췄어요', en: () => 'Paused the sale' },
  'sale.closed': { ko: () => '예매를 마감했어요', en: () => 'Closed the sale' },
  'doors.changed': { ko: () => '대기실의 문을 바꿨어요', en: () => 'Changed the doors of the waiting room' },
  'demonstration.changed': {
    ko: (d) => `일부러 실패하는 확률을 ${rateOf(d)}로 정했어요`,
    en: (d) => `Set failures on purpose to ${rateOf(d)}`,
  },
  'person.opened': { ko: () => '관객의 연락처를 열어 봤어요', en: () => 'Looked at a visitor’s details' },
  'person.exported': { ko: () => '한 사람의 정보를 내보냈어요', en: () => 'Exported one person’s data' },
  'person.erased': { ko: () => '한 사람의 정보를 지웠어요', en: () => 'Erased one person’s data' },
  'reservations.exported': { ko: () => '예매 명단을 내보냈어요', en: () => 'Exported the list of bookings' },
  'holds.released': {
    ko: (d) => `잡혀 있던 좌석 ${of(d, 'seat_ids')}석을 풀었어요`,
    en: (d) => `Released held seats (${of(d, 'seat_ids')})`,
  },
  'rehearsal.started': {
    ko: (d) => `${of(d, 'people')}명의 리허설을 시작했어요`,
    en: (d) => `Started a rehearsal with ${of(d, 'people')} people`,
  },
  'rehearsal.stopped': {
    ko: () => '리허설을 멈췄어요',
    en: () => 'Stopped a rehearsal',
  },
  'entry.undone': {
    ko: (d) => `${of(d, 'door')}에서 예매 ${of(d, 'reservation')}의 입장(${of(d, 'people')}명)을 되돌렸어요`,
    en: (d) =>
      `Took back at ${of(d, 'door')} that people (${of(d, 'people')}) came in on reservation ${of(d, 'reservation')}`,
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
