import type { PromiseName } from '../promises.ts';
import type { Words } from './markup.ts';

export interface PromiseWords {
  readonly title: Words;
  /** How a rehearsal checks it. */
  readonly how: Words;
  /** What was counted. */
  readonly counted: Words;
  /** What to do when it was broken. */
  readonly advice: Words;
}

const EXPORT_LOG: Words = {
  ko: '이 보고서와 행사 로그를 보관하고 기술 담당자에게 전해 주세요. 원인을 알기 전에는 예매를 열지 마세요.',
  en: 'Keep this report and the event’s log, give both to whoever runs the servers, and open no sale before the cause is known.',
};

/** The seven promises in words for those who sell the tickets. */
export const promiseWords: Readonly<Record<PromiseName, PromiseWords>> = {
  'one-owner': {
    title: { ko: '한 자리, 한 주인', en: 'One seat, one owner' },
    how: {
      ko: '모두가 받은 티켓을 자리마다 서로 비교하고, 행사 로그를 처음부터 규칙대로 다시 따라가며 확인했습니다.',
      en: 'Every ticket that anybody was given was compared with all others, seat by seat, and the event’s log was replayed from its beginning by the rules.',
    },
    counted: { ko: '티켓과 기록', en: 'tickets and changes' },
    advice: EXPORT_LOG,
  },
  kept: {
    title: { ko: '확인해 준 것은 사라지지 않는다', en: 'What was confirmed is kept' },
    how: {
      ko: '확인받은 예매와 선점이 모두 로그에 있는지 대조했고, 로그의 해시 사슬에 빈 곳이 없는지 검증했으며, 끝난 뒤 구매자에게 다시 물었습니다.',
      en: 'Every reservation and every hold that was answered with success was looked up in the log; the log’s chain of hashes was verified without a gap; buyers were asked again afterwards.',
    },
    counted: { ko: '확인된 예매와 선점', en: 'confirmed reservations and holds' },
    advice: EXPORT_LOG,
  },
  'first-come': {
    title: { ko: '먼저 고른 사람이 먼저', en: 'Who selected first goes first' },
    how: {
      ko: '누군가 잡고 있는 자리가 그동안 다른 사람에게 갔는지, 선점 시간이 끝까지 지켜졌는지, 도착 순서와 대기 순서가 어긋난 적이 있는지 비교했습니다.',
      en: 'Checked that no held seat went to somebody else meanwhile, that nobody lost a hold before its end, and that nobody overtook in the order of arrival or in the waiting room.',
    },
    counted: { ko: '선점과 시도', en: 'holds and attempts' },
    advice: {
      ko: '서버들의 시계와 대기실 설정을 확인하고, 예시를 기술 담당자에게 전해 주세요.',
      en: 'Have the servers’ clocks and the waiting room’s settings looked at, and give the examples to whoever runs the servers.',
    },
  },
  retries: {
    title: { ko: '다시 눌러도 안전하다', en: 'Trying again is harmless' },
    how: {
      ko: '두 번 누르기, 같은 키로 다시 보내기, 두 번째 탭을 시험했습니다. 답은 매번 같아야 하고, 같은 키로 다른 것을 보내면 거절되어야 합니다.',
      en: 'Double clicks, repeated confirmations with the same key and second tabs were tried: the answer has to be the same, and the same key for something else has to be refused.',
    },
    counted: { ko: '다시 보낸 요청', en: 'repeated requests' },
    advice: {
      ko: '서버 앞의 프록시가 요청을 스스로 다시 보내거나 답을 저장하지 않는지 확인해 주세요.',
      en: 'Check whether a proxy in front of the servers repeats requests by itself or keeps answers.',
    },
  },
  'live-hall': {
    title: { ko: '누구도 낡은 좌석도를 보지 않는다', en: 'Nobody watches a stale hall' },
    how: {
      ko: '실시간으로 지켜본 사람마다 변경 번호에 빈 곳이 없는지 확인했고, 끝났을 때의 좌석도를 서버의 목록과 비교했습니다.',
      en: 'For everybody who watched live, the numbers of the changes had to have no gap, and the hall they ended with was compared with the server’s own list.',
    },
    counted: { ko: '받은 변경', en: 'changes seen' },
    advice: {
      ko: '프록시가 스트림을 모아 두거나 끊지 않는지(버퍼링, 시간 제한) 확인해 주세요.',
      en: 'Check whether a proxy buffers or cuts streams; they must pass through unbuffered.',
    },
  },
  'honest-refusals': {
    title: { ko: '거절은 정직하다', en: 'Refusals are honest' },
    how: {
      ko: '모든 거절에 알려진 이유와 다음에 할 일이 있는지 보았고, “이미 나간 자리”라는 답이 사실이었는지 로그와 대조했습니다.',
      en: 'Every refusal had to give a known reason and what to do next, and whoever was told that a seat is taken was compared with the log: was it?',
    },
    counted: { ko: '거절', en: 'refusals' },
    advice: {
      ko: '이유 없는 오류는 대개 앞단의 프록시나 방화벽에서 나옵니다. 오류 그래프의 시각과 그 로그를 비교해 주세요.',
      en: 'Errors without a reason mostly come from a proxy or firewall in front: compare its log with the times in the charts.',
    },
  },
  'own-things': {
    title: { ko: '남의 것은 볼 수도 쓸 수도 없다', en: 'Nobody acts as somebody else' },
    how: {
      ko: '남의 대기 순서·티켓으로 시도해 보았고, 스트림과 로그에 이름이나 전화번호가 없는지 확인했습니다.',
      en: 'Others’ turns and tickets were tried on purpose, and streams and log were searched for names and phones.',
    },
    counted: { ko: '시도와 확인', en: 'attempts and looks' },
    advice: {
      ko: '예매를 열지 말고 바로 기술 담당자에게 알려 주세요. 신원 헤더를 믿는 설정(TRUST_USER_HEADER)부터 확인해 주세요.',
      en: 'Open no sale and tell whoever runs the servers at once; first look at who may set identity headers (TRUST_USER_HEADER).',
    },
  },
};
