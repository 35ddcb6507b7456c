const ko = {
  title: (who: string, when: string) => `${when}에 ${who} 님이 이 공연을 바꿨어요`,
  titleUnknown: '그 사이 다른 분이 이 공연을 바꿨어요',
  advice: '저장하지 않았고, 적은 내용은 그대로 있어요. 새 값을 확인하고 다시 저장하세요.',
  adviceTaken: '새 값은 이미 이 화면에 들어와 있어요.',
  now: '지금',
  typed: '내가 적은 값 (그대로 있어요)',
  take: '새 값 쓰기',
  seen: '확인했어요',
  empty: '(비어 있음)',
  on: '켜짐',
  off: '꺼짐',
};

const en: typeof ko = {
  title: (who, when) => `${who} changed this event, ${when}`,
  titleUnknown: 'Somebody has changed this event meanwhile',
  advice: 'Nothing was saved, and what you typed is kept. Look at the new values, then save again.',
  adviceTaken: 'The new values are in the form already.',
  now: 'Now',
  typed: 'You typed (kept)',
  take: 'Take the new value',
  seen: 'I have seen it',
  empty: '(empty)',
  on: 'on',
  off: 'off',
};

/** What is said when two organisers change one event. */
export const meanwhileWords = { ko, en };
