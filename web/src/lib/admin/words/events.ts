const ko = {
  title: '공연',
  create: '새 공연',
  past: '지난 공연',
  none: '다가오는 공연이 없어요.',
  sale: {
    before: '예매 예정',
    open: '예매 중',
    paused: '일시 중지',
    closed: '예매 마감',
    soldOut: '매진',
  },
  opens: (when: string) => `${when} 예매 시작`,
  closes: (when: string) => `${when} 예매 마감`,
  sold: (sold: string, total: string) => `${total}석 중 ${sold}석 예매`,
  soldShort: (sold: string, total: string) => `${sold} / ${total}석`,
  parts: (held: string, free: string, blocked: string) =>
    `${held}석은 누군가 고르는 중, ${free}석 남음, ${blocked}석 판매 안 함`,
  held: (n: string) => `고르는 중 ${n}`,
  blocked: (n: string) => `판매 안 함 ${n}`,
  open: (title: string) => `${title} 좌석 보기`,
  hall: '좌석',
  settings: '설정',
  copy: '복사',
  door: '입장',
  of: (action: string, title: string) => `${title} – ${action}`,
  guide: {
    title: '첫 공연을 열어 볼까요?',
    advice: '네 걸음이면 돼요. 리허설까지는 관객에게 아무것도 팔리지 않아요.',
    steps: {
      draw: { title: '공연장 그리기', advice: '도면을 그리거나, 가진 파일을 불러오세요.' },
      price: {
        title: '공연과 가격 정하기',
        advice: '제목, 시간, 등급마다 가격을 적고 예매 시작을 정하세요.',
      },
      rehearse: { title: '리허설', advice: '가짜 관객을 들여보내 예매가 몰리는 순간을 미리 보세요.' },
      open: { title: '예매 열기', advice: '정한 시각에 저절로 열려요. 설정에서 지금 열 수도 있어요.' },
    },
    done: '했어요',
    afterwards: '공연을 만들면 할 수 있어요',
  },
};

const en: typeof ko = {
  title: 'Events',
  create: 'New event',
  past: 'Past events',
  none: 'There are no events to come.',
  sale: {
    before: 'Not yet on sale',
    open: 'On sale',
    paused: 'Paused',
    closed: 'Sale closed',
    soldOut: 'Sold out',
  },
  opens: (when) => `Sale opens ${when}`,
  closes: (when) => `Sale closes ${when}`,
  sold: (sold, total) => `${sold} of ${total} seats are booked`,
  soldShort: (sold, total) => `${sold} / ${total} seats`,
  parts: (held, free, blocked) => `${held} are being chosen, ${free} are free, ${blocked} are off sale`,
  held: (n) => `${n} being chosen`,
  blocked: (n) => `${n} off sale`,
  open: (title) => `See the hall of ${title}`,
  hall: 'Hall',
  settings: 'Settings',
  copy: 'Copy',
  door: 'Door',
  of: (action, title) => `${title} – ${action}`,
  guide: {
    title: 'Shall we open your first event?',
    advice: 'Four steps. Up to and with the rehearsal nothing is sold to anybody.',
    steps: {
      draw: { title: 'Draw the hall', advice: 'Draw it here, or bring the file that you have.' },
      price: {
        title: 'Describe and price the event',
        advice: 'Title, times, a price for each category, and when the sale opens.',
      },
      rehearse: { title: 'Rehearse', advice: 'Send in a made-up audience and see the rush before it comes.' },
      open: {
        title: 'Open the sale',
        advice: 'It opens by itself at the time you set; the settings can open it now.',
      },
    },
    done: 'Done',
    afterwards: 'As soon as there is an event',
  },
};

/** What the list of events says. */
export const eventsWords = { ko, en };
