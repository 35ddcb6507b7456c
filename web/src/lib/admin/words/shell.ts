import type { Role } from '../role.ts';

const ko = {
  console: '주최자 콘솔',
  nav: {
    label: '콘솔 메뉴',
    events: '공연',
    plans: '공연장',
    integrations: '연동',
    organisers: '팀',
    trail: '활동 기록',
  },
  account: '내 계정',
  signOut: '로그아웃',
  signedOut: '로그아웃했어요',
  visitorSite: '관객 화면 보기',
  role: {
    owner: '소유자',
    organiser: '주최자',
    desk: '매표소',
    door: '입구',
  } satisfies Record<Role, string>,
  signIn: {
    title: '로그인',
    advice: '받은 토큰을 붙여 넣어 주세요. 토큰은 이 화면을 거쳐 서버로만 가고, 이 기기에 남지 않아요.',
    interrupted: '다시 로그인해 주세요',
    interruptedAdvice: '로그인이 만료됐어요. 적던 내용은 그대로 있고, 로그인하면 하던 일을 이어서 해요.',
    token: '토큰',
    show: '토큰 보이기',
    hide: '토큰 숨기기',
    submit: '로그인',
    sending: '확인하는 중…',
    later: '나중에',
    missing: '토큰을 붙여 넣어 주세요.',
    wrong:
      '서버가 모르는 토큰이에요. 끝까지 복사했는지 확인하고, 그래도 안 되면 소유자에게 새 토큰을 받으세요.',
    where:
      '토큰이 없나요? 소유자의 토큰은 서버 설정의 ADMIN_TOKEN이고(없으면 처음 시작할 때 한 번 출력돼요), 다른 분의 토큰은 소유자가 ‘팀’에서 만들어요.',
  },
  asking: '누구인지 확인하고 있어요…',
  notAllowed: '이 화면은 볼 수 없어요',
  notAllowedAdvice: (needs: string, has: string) =>
    `‘${needs}’ 이상의 역할이 필요해요. 지금 역할은 ‘${has}’예요. 필요하면 소유자에게 부탁하세요.`,
  toEvents: '공연 목록으로',
  tabs: {
    label: '이 공연의 화면',
    hall: '좌석',
    people: '사람',
    settings: '설정',
    rehearsal: '리허설',
    door: '입장',
  },
  loading: '불러오는 중이에요…',
  copied: '복사했어요',
  copyFailed: '복사하지 못했어요. 글자를 길게 눌러 직접 복사해 주세요.',
  cancel: '취소',
};

const en: typeof ko = {
  console: 'Organiser’s console',
  nav: {
    label: 'Console',
    events: 'Events',
    plans: 'Halls',
    integrations: 'Integrations',
    organisers: 'Team',
    trail: 'Trail',
  },
  account: 'My account',
  signOut: 'Sign out',
  signedOut: 'You are signed out',
  visitorSite: 'See the visitors’ site',
  role: { owner: 'Owner', organiser: 'Organiser', desk: 'Desk', door: 'Door' },
  signIn: {
    title: 'Sign in',
    advice: 'Paste the token that you were given. It goes to the server only and is not kept on this device.',
    interrupted: 'Please sign in again',
    interruptedAdvice:
      'Your session has ended. What you were typing is still here, and what you were doing goes on after the sign-in.',
    token: 'Token',
    show: 'Show the token',
    hide: 'Hide the token',
    submit: 'Sign in',
    sending: 'Checking…',
    later: 'Not now',
    missing: 'Please paste a token.',
    wrong:
      'The server doesn’t know this token. Check that all of it was copied; if it was, ask the owner for a new one.',
    where:
      'No token? The owner’s is ADMIN_TOKEN of the server’s settings (without one it was printed at the first start); everybody else’s is made by the owner under “Team”.',
  },
  asking: 'Finding out who you are…',
  notAllowed: 'This page is not for you',
  notAllowedAdvice: (needs, has) =>
    `It takes the role “${needs}” or above; yours is “${has}”. Ask the owner if you need it.`,
  toEvents: 'To the events',
  tabs: {
    label: 'Pages of this event',
    hall: 'Hall',
    people: 'People',
    settings: 'Settings',
    rehearsal: 'Rehearsal',
    door: 'Door',
  },
  loading: 'Loading…',
  copied: 'Copied',
  copyFailed: 'That could not be copied. Mark the text and copy it by hand.',
  cancel: 'Cancel',
};

/** What the console's frame says: navigation, sign-in, what all its pages share. */
export const shellWords = { ko, en };
