import type { Kind } from '../records/answer-series.ts';
import type { Outcome } from '../records/records.ts';
import type { RehearsalResult } from '../result.ts';
import type { Standing } from '../verdicts/verdict.ts';
import type { Words } from './markup.ts';

export const standingWords: Readonly<Record<Standing, Words>> = {
  held: { ko: '지켜짐', en: 'Held' },
  broken: { ko: '깨짐', en: 'Broken' },
  'not checked': { ko: '확인 못 함', en: 'Not checked' },
};

export const kindWords: Readonly<Record<Kind, Words>> = {
  join: { ko: '줄 서기', en: 'Lining up' },
  status: { ko: '대기 상황 보기', en: 'Looking at the line' },
  pass: { ko: '입장', en: 'Being let in' },
  look: { ko: '접속', en: 'Arriving' },
  hold: { ko: '자리 잡기', en: 'Taking seats' },
  confirm: { ko: '예매 확정', en: 'Confirming' },
  'give back': { ko: '돌려주기', en: 'Giving back' },
  try: { ko: '금지된 시도', en: 'Forbidden attempts' },
};

export const outcomeWords: Readonly<Record<Outcome, Words>> = {
  bought: { ko: '예매했다', en: 'bought' },
  'bought and gave back': { ko: '예매했다가 취소했다', en: 'bought and cancelled' },
  'sold out': { ko: '매진이라는 답을 들었다', en: 'were told that it is sold out' },
  'nothing suitable': { ko: '맞는 자리를 찾지 못했다', en: 'found nothing suitable' },
  'left the line': { ko: '줄에서 나갔다', en: 'left the line' },
  'walked away': { ko: '자리를 잡고 떠났다', en: 'walked away with seats in hand' },
  'missed the turn': { ko: '차례나 선점 시간을 놓쳤다', en: 'missed their turn or their hold’s end' },
  'still waiting': { ko: '끝까지 기다렸다', en: 'were still waiting' },
  'snooped in vain': { ko: '금지된 일을 시도했지만 실패했다', en: 'tried what nobody may, in vain' },
  'unknown outcome': { ko: '결과를 끝내 듣지 못했다', en: 'never learned how it ended' },
};

export const endingWords: Readonly<Record<RehearsalResult['ending'], Words>> = {
  'sold out': { ko: '매진으로 끝났습니다.', en: 'It ended sold out.' },
  'everybody is through': { ko: '모두가 일을 마쳐 끝났습니다.', en: 'It ended when everybody was through.' },
  time: { ko: '정해진 시간이 되어 끝났습니다.', en: 'It ended because its time was over.' },
  stopped: {
    ko: '도중에 멈췄습니다. 그때까지의 일만 판정했습니다.',
    en: 'It was stopped early; what had happened until then was judged.',
  },
};

export const words = {
  title: { ko: '리허설 보고서', en: 'Rehearsal report' },
  language: { ko: '언어', en: 'Language' },
  theme: { ko: '화면', en: 'Theme' },
  verdicts: { ko: '일곱 가지 약속', en: 'The seven promises' },
  checkedHow: { ko: '어떻게 확인했나', en: 'How it was checked' },
  whatToDo: { ko: '무엇을 할까', en: 'What to do' },
  examples: { ko: '예', en: 'Examples' },
  figures: { ko: '숫자', en: 'Figures' },
  charts: { ko: '시간에 따라', en: 'Over time' },
  chartsHint: {
    ko: '가로축은 예매 시작을 0:00으로 한 분:초, 세로 점선이 예매 시작입니다.',
    en: 'Across: minutes and seconds from the opening of the sale, which is the dashed line.',
  },
  howItEnded: { ko: '사람들에게 어떻게 끝났나', en: 'How it ended for the people' },
  refusals: { ko: '거절된 이유', en: 'Why people were refused' },
  answerTimes: { ko: '답하는 데 걸린 시간', en: 'Time to answer' },
  player: { ko: '이 리허설을 만든 쪽', en: 'The player itself' },
  people: { ko: '사람', en: 'people' },
  request: { ko: '요청', en: 'Request' },
  count: { ko: '횟수', en: 'Count' },
  longest: { ko: '최대', en: 'Longest' },
  noRefusals: { ko: '거절된 사람이 없습니다.', en: 'Nobody was refused.' },
  repeatWith: { ko: '같은 사람들을 다시 부르려면', en: 'To call the same people again' },
} as const satisfies Record<string, Words>;

export const figureWords = {
  sold: { ko: '팔린 자리', en: 'Seats sold' },
  firstFull: { ko: '빈자리가 처음 없어지기까지', en: 'Until no seat was free' },
  lastSold: { ko: '마지막 자리가 팔리기까지', en: 'Until the last seat was sold' },
  requests: { ko: '요청', en: 'Requests' },
  peak: { ko: '초당 최대 요청', en: 'Most requests in a second' },
  confirm: { ko: '예매 확정 (p95)', en: 'Confirming (p95)' },
  streamLag: { ko: '변경이 보이기까지 (p99)', en: 'Until a change is seen (p99)' },
  errors: { ko: '서버 오류와 무응답', en: 'Server errors and no answers' },
} as const satisfies Record<string, Words>;
