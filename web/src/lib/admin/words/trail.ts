const ko = {
  title: '활동 기록',
  advice:
    '콘솔에서 누가 언제 무엇을 했는지 보여요. 좌석이 바뀐 일은 공연의 좌석 화면과 검증할 수 있는 로그에도 남아요.',
  event: '공연',
  all: '모든 공연',
  none: '아직 기록이 없어요.',
  noneOfEvent: '이 공연에 대한 기록이 없어요.',
  more: '더 보기',
  loadingMore: '불러오는 중…',
  when: '언제',
  who: '누가',
  what: '무엇을',
  owner: '소유자',
  detail: '자세히',
};

const en: typeof ko = {
  title: 'Trail',
  advice:
    'Who did what in the console, and when. Changes of seats also stand in the event’s hall and in its log, which can be verified.',
  event: 'Event',
  all: 'All events',
  none: 'Nothing has been recorded yet.',
  noneOfEvent: 'Nothing has been recorded about this event.',
  more: 'Show more',
  loadingMore: 'Loading…',
  when: 'When',
  who: 'Who',
  what: 'What',
  owner: 'Owner',
  detail: 'Details',
};

/** What the page of the trail says. */
export const trailWords = { ko, en };
