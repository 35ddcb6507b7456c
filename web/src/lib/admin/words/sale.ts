const ko = {
  title: '예매',
  now: {
    before: (when: string) => `예매는 ${when}에 저절로 열려요.`,
    byHand: (when: string) => `${when}이 되어도 저절로 열리지 않아요. 직접 열어 주세요.`,
    open: '지금 예매할 수 있어요.',
    openUntil: (when: string) => `지금 예매할 수 있어요. ${when}에 마감돼요.`,
    paused: '예매를 멈춰 두었어요. 새로 고를 수 없고, 잡아 둔 좌석은 예매를 마칠 수 있어요.',
    closed: '예매가 마감되었어요.',
    closedAt: (when: string) => `예매가 ${when}에 마감되었어요.`,
  },
  open: '지금 열기',
  resume: '다시 열기',
  pause: '일시 중지',
  byHand: '직접 열기로 바꾸기',
  close: '마감하기',
  ask: {
    open: {
      title: '지금 예매를 열까요?',
      advice: '이 순간부터 누구나 좌석을 고를 수 있어요.',
      early: (when: string) => `정해 둔 시작 시각(${when}) 대신 지금 열려요.`,
      late: (when: string) => `마감 시각(${when})이 지워져서, 손으로 마감할 때까지 열려 있어요.`,
    },
    paused: {
      title: '예매를 잠시 멈출까요?',
      advice: '다시 열 때까지 아무도 새로 좌석을 고를 수 없어요. 관객에게는 잠시 멈췄다고 보여요.',
    },
    byHand: {
      title: '예매를 직접 열까요?',
      advice:
        '정해 둔 시각이 되어도 저절로 열리지 않아요. 그때부터 관객에게는 멈춰 있다고 보이고, 열기를 누르면 열려요.',
    },
    closed: {
      title: '예매를 마감할까요?',
      advice: '지금부터 아무도 좌석을 고를 수 없어요. 나중에 다시 열 수 있어요.',
    },
    held: (n: string) => `지금 잡혀 있는 ${n}석은 남은 시간 안에 예매를 마칠 수 있어요.`,
    sold: (n: string) => `예매된 ${n}석의 티켓은 그대로예요.`,
    waiting: (n: string) => `대기실의 ${n}명은 순서를 잃지 않고 기다려요.`,
    waitingGoIn: (n: string) => `대기실의 ${n}명이 차례대로 들어와요.`,
    waitingEnd: (n: string) => `대기실의 ${n}명에게 마감되었다고 알려요.`,
    line: (n: string) => `빈자리를 기다리는 ${n}명은 자리가 나도 받지 못해요.`,
  },
  done: {
    open: '예매를 열었어요',
    paused: '예매를 멈췄어요',
    byHand: '이제 직접 열어야 열려요',
    closed: '예매를 마감했어요',
  },
};

const en: typeof ko = {
  title: 'Sale',
  now: {
    before: (when) => `The sale opens by itself ${when}.`,
    byHand: (when) => `The sale does not open by itself ${when}: you open it.`,
    open: 'Seats can be booked now.',
    openUntil: (when) => `Seats can be booked now. The sale closes ${when}.`,
    paused: 'The sale is paused: nobody can choose seats, and what is held can still be booked.',
    closed: 'The sale is closed.',
    closedAt: (when) => `The sale was closed ${when}.`,
  },
  open: 'Open now',
  resume: 'Open again',
  pause: 'Pause',
  byHand: 'Open it by hand instead',
  close: 'Close',
  ask: {
    open: {
      title: 'Open the sale now?',
      advice: 'From this moment everybody can choose seats.',
      early: (when) => `It opens now instead of at the time that was set (${when}).`,
      late: (when) => `The closing time (${when}) is removed: it stays open until you close it.`,
    },
    paused: {
      title: 'Pause the sale?',
      advice: 'Until you open it again nobody can choose seats. Visitors are told that it is paused.',
    },
    byHand: {
      title: 'Open the sale by hand?',
      advice:
        'At its time it does not open by itself. From then on visitors read that it is paused, until you open it.',
    },
    closed: {
      title: 'Close the sale?',
      advice: 'From now on nobody can choose seats. You can open it again later.',
    },
    held: (n) => `The seats that are held now (${n}) can still be booked within their time.`,
    sold: (n) => `The tickets of the seats that are booked (${n}) stay good.`,
    waiting: (n) => `Those in the waiting room (${n}) keep their places and wait.`,
    waitingGoIn: (n) => `Those in the waiting room (${n}) go in one after the other.`,
    waitingEnd: (n) => `Those in the waiting room (${n}) are told that the sale is closed.`,
    line: (n) => `Those who wait for a seat to come back (${n}) are given none.`,
  },
  done: {
    open: 'The sale is open',
    paused: 'The sale is paused',
    byHand: 'The sale waits for you to open it',
    closed: 'The sale is closed',
  },
};

/** What opening, pausing and closing a sale says. */
export const saleWords = { ko, en };
