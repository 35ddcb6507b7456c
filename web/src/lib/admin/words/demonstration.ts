const ko = {
  title: '시연 도구',
  advice: '보여 주고 연습할 때만 쓰세요. 진짜 예매 중에는 건드리지 마세요.',
  rate: {
    title: '일부러 실패시키기',
    label: '예매 확정이 일부러 실패할 확률',
    help: '실패해도 좌석은 그대로 잡혀 있고, 관객은 다시 시도하면 돼요. 이 서버를 다시 시작하면 설정값으로 돌아가요.',
    set: (rate: string) => `이제 예매 확정의 ${rate}가 일부러 실패해요`,
    off: '이제 일부러 실패하지 않아요',
  },
  reset: {
    title: '공연 비우기',
    advice: '모든 예매와 잡아 둔 좌석, 대기 번호가 사라져요. 되돌릴 수 없어요.',
    event: '비울 공연',
    choose: '고르세요',
    go: '비우기…',
    ask: (title: string) => `‘${title}’ 공연을 비울까요?`,
    askAdvice: (sold: string, held: string) =>
      `예매된 ${sold}석과 잡혀 있는 ${held}석이 풀리고, 대기 번호가 처음부터 시작돼요. 관객의 티켓은 쓸 수 없게 돼요. 막아 둔 좌석은 그대로예요.`,
    type: (id: string) => `정말 비우려면 ${id} 를 그대로 적어 주세요.`,
    wrong: '적은 이름이 달라요.',
    yes: '공연 비우기',
    done: (title: string) => `‘${title}’ 공연을 비웠어요`,
  },
};

const en: typeof ko = {
  title: 'Demonstration',
  advice: 'For showing and practising. Leave it alone while a real sale runs.',
  rate: {
    title: 'Failing on purpose',
    label: 'How often a confirmation fails on purpose',
    help: 'The seats stay held and trying again helps. When this server starts again its own setting counts.',
    set: (rate) => `${rate} of the confirmations fail on purpose now`,
    off: 'Nothing fails on purpose now',
  },
  reset: {
    title: 'Emptying an event',
    advice: 'All bookings, holds and queue numbers are gone afterwards. There is no way back.',
    event: 'Event to be emptied',
    choose: 'Choose…',
    go: 'Empty it…',
    ask: (title) => `Empty “${title}”?`,
    askAdvice: (sold, held) =>
      `The seats that are booked (${sold}) or held (${held}) come free, and queue numbers begin anew. Visitors’ tickets are no good any more. What is off sale stays so.`,
    type: (id) => `To go on, type ${id} exactly so.`,
    wrong: 'That is another name.',
    yes: 'Empty the event',
    done: (title) => `“${title}” is empty now`,
  },
};

/** What the tools for demonstrations say. */
export const demonstrationWords = { ko, en };
