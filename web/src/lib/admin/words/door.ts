const ko = {
  title: '입장',
  open: '이 기기로 입장 받기',
  openAdvice: '입구에 설 휴대폰에서 열어 두세요. 명단을 받아 두면 네트워크 없이도 저녁 내내 돼요.',
  here: '콘솔',
  in: '입장',
  out: '미입장',
  of: (count: string) => `전체 ${count}`,
  stale: '서버에 닿지 않아요. 마지막으로 받은 내용을 보여 드려요.',
  doubles: '중복 입장',
  doubleCount: (count: string) => `${count}건`,
  noDoubles: '중복 입장이 없어요. 두 입구가 같은 티켓을 들여보내면 여기에 나와요.',
  doubleAdvice:
    '두 입구가 서로 연락이 안 되는 동안 같은 티켓을 들여보냈어요. 좌석에 가서 확인하고, 잘못 스캔한 쪽은 되돌리세요.',
  people: (count: string) => `${count}명`,
  tooMany: (count: string) => `${count}명 초과`,
  admissions: '입장 기록',
  nobody: '아직 아무도 입장하지 않았어요.',
  takenBack: '되돌림',
  undo: '되돌리기',
  undoOf: (what: string) => `${what} 입장 되돌리기`,
  ask: {
    title: '이 입장을 되돌릴까요?',
    advice:
      '아무도 들어오지 않은 것으로 기록되고, 티켓을 다시 스캔하면 입장할 수 있어요. 활동 기록에 남아요.',
    keep: '그대로 두기',
  },
  undone: '입장을 되돌렸어요',
};

const en: typeof ko = {
  title: 'Door',
  open: 'Let people in with this device',
  openAdvice:
    'Open it on the phone that will be at the door. Once it has the guest list it works without a network all evening.',
  here: 'Console',
  in: 'In',
  out: 'Still out',
  of: (count) => `of ${count}`,
  stale: 'The server can’t be reached. This is what it said last.',
  doubles: 'Let in twice',
  doubleCount: (count) => (count === '1' ? '1 ticket' : `${count} tickets`),
  noDoubles: 'Nobody was let in twice. A ticket that two doors let in shows here.',
  doubleAdvice:
    'Two doors let in the same ticket while they could not talk. Look at the seats, and take back the scan that was a mistake.',
  people: (count) => (count === '1' ? '1 person' : `${count} people`),
  tooMany: (count) => `${count} too many`,
  admissions: 'Who came in',
  nobody: 'Nobody has come in on it yet.',
  takenBack: 'taken back',
  undo: 'Take back',
  undoOf: (what) => `Take back: ${what}`,
  ask: {
    title: 'Take this admission back?',
    advice:
      'Then nobody has come in by it, and the ticket lets them in when it is scanned again. It stands in the trail.',
    keep: 'Leave it',
  },
  undone: 'Taken back',
};

/** What the console says about an event’s doors. */
export const doorPageWords = { ko, en };
