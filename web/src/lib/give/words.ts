import { i18n } from '#lib/i18n/i18n.svelte.ts';

const ko = {
  give: '다른 분께 넘기기',
  title: '티켓을 넘길까요?',
  advice: (labels: string) =>
    `링크를 받은 분이 수락하면 ${labels} 좌석은 그분의 것이 되고, 지금 이 티켓은 바로 쓸 수 없게 돼요. 링크를 가진 사람은 누구나 수락할 수 있으니, 믿는 분께만 보내세요.`,
  share: '링크 보내기',
  making: '링크를 만들고 있어요…',
  until: (when: string) => `링크는 ${when}까지 쓸 수 있어요. 마음이 바뀌면 링크를 직접 열어 되찾으세요.`,
  link: '받을 분께 보낼 링크',
  copied: '링크를 복사했어요. 받을 분께 붙여 넣어 보내세요.',
  copyFailed: '링크를 복사하지 못했어요. 아래 주소를 길게 눌러 복사하세요.',
  close: '닫기',
  failed: '링크를 만들지 못했어요',
  taken: '티켓이 새 주인에게 갔어요',
  takenAdvice: '이 티켓은 이제 쓸 수 없어요.',
  shared: (title: string) => `${title} 티켓을 드려요`,
  offered: '티켓이 도착했어요',
  offeredAdvice: '이름과 전화번호를 적고 수락하면 바로 내 티켓이 돼요.',
  mine: '내가 보낸 링크예요',
  mineAdvice: '여기서 수락하면 링크는 무효가 되고, 새 코드가 적힌 티켓을 받아요.',
  when: '일시',
  where: '장소',
  seats: '좌석',
  until2: (when: string) => `${when}까지 수락할 수 있어요.`,
  accept: '수락하고 티켓 받기',
  takeBack: '되찾고 새 티켓 받기',
  accepting: '받고 있어요…',
  void: '이 링크는 쓸 수 없어요',
  voidAdvice: '기한이 지났거나, 티켓이 취소됐거나, 이미 다른 분이 받았어요. 보낸 분께 새 링크를 부탁하세요.',
  noToken: '주소가 온전하지 않아요',
  noTokenAdvice: '받은 링크를 끝까지 복사해서 다시 열어 주세요.',
};

export type GiveWords = typeof ko;

const en: GiveWords = {
  give: 'Give to somebody',
  title: 'Give this ticket away?',
  advice: (labels) =>
    `Whoever accepts the link has ${labels}, and the ticket you hold is void at once. Anybody with the link can accept it, so send it only to somebody you trust.`,
  share: 'Send the link',
  making: 'Making the link…',
  until: (when) =>
    `The link is good until ${when}. Changed your mind? Open it yourself and take the ticket back.`,
  link: 'Link for the new owner',
  copied: 'Link copied. Paste it to whom you give it.',
  copyFailed: 'The link could not be copied. Press and hold the address below.',
  close: 'Close',
  failed: 'We couldn’t make the link',
  taken: 'Your ticket has a new owner',
  takenAdvice: 'This ticket is void now.',
  shared: (title) => `A ticket for you: ${title}`,
  offered: 'A ticket for you',
  offeredAdvice: 'Type your name and phone number and accept: it is yours at once.',
  mine: 'This is your own link',
  mineAdvice: 'Accept it here, and the link is void: you get a ticket with a new code.',
  when: 'When',
  where: 'Where',
  seats: 'Seats',
  until2: (when) => `You can accept it until ${when}.`,
  accept: 'Accept the ticket',
  takeBack: 'Take it back',
  accepting: 'Accepting…',
  void: 'This link is no longer good',
  voidAdvice: 'It has run out, the ticket was cancelled, or somebody has taken it. Ask for a new one.',
  noToken: 'The address is not whole',
  noTokenAdvice: 'Copy the whole link that you were sent, and open it again.',
};

export const giveWords = {
  get t(): GiveWords {
    return i18n.lang === 'ko' ? ko : en;
  },
};
