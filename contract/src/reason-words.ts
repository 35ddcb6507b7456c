import type { Reason } from './reason-kinds.ts';

/** What one reason means to a person. */
export interface ReasonWords {
  /** What happened, in one short sentence, for each language of the web app. */
  readonly title: { readonly en: string; readonly ko: string };
  /** What the person can do next. */
  readonly advice: { readonly en: string; readonly ko: string };
}

export const reasonWords = {
  internal: {
    title: { en: 'Something broke on our side.', ko: '서버에서 문제가 생겼어요.' },
    advice: {
      en: 'Please try again. If it happens again, tell us the request number.',
      ko: '다시 시도해 주세요. 계속되면 요청 번호를 알려 주세요.',
    },
  },
  unavailable: {
    title: { en: 'The box office is briefly unavailable.', ko: '예매 창구가 잠시 응답하지 않아요.' },
    advice: {
      en: 'Nothing is lost: try again in a moment with the same details.',
      ko: '입력한 내용은 그대로예요. 잠시 뒤 다시 시도해 주세요.',
    },
  },
  overloaded: {
    title: { en: 'Very many people are here right now.', ko: '지금 접속한 사람이 아주 많아요.' },
    advice: {
      en: 'Nothing is lost: try again in a few seconds.',
      ko: '잃은 것은 없어요. 몇 초 뒤에 다시 시도해 주세요.',
    },
  },
  rate_limited: {
    title: { en: 'Too many requests.', ko: '요청이 너무 많아요.' },
    advice: { en: 'Wait a few seconds, then try again.', ko: '몇 초 뒤에 다시 시도해 주세요.' },
  },
  too_large: {
    title: { en: 'The request is too large.', ko: '요청이 너무 커요.' },
    advice: {
      en: 'Send at most 16 KB, or 16 MB where it is a plan.',
      ko: '16 KB 이하로 보내 주세요. 배치도는 16 MB까지 돼요.',
    },
  },
  validation: {
    title: { en: 'Something in the request is not right.', ko: '입력한 내용을 확인해 주세요.' },
    advice: {
      en: 'Correct the marked fields and send it again.',
      ko: '표시된 항목을 고쳐서 다시 보내 주세요.',
    },
  },
  unauthorized: {
    title: { en: 'This is for those who work here.', ko: '관리자로 로그인해야 해요.' },
    advice: {
      en: 'Sign in at /admin. Programs send their token as “Authorization: Bearer …”.',
      ko: '/admin에서 로그인해 주세요. 프로그램은 토큰을 “Authorization: Bearer …” 헤더로 보내요.',
    },
  },
  forbidden: {
    title: { en: 'This is not allowed from here.', ko: '여기에서는 허용되지 않는 요청이에요.' },
    advice: { en: 'Open the page itself and try there.', ko: '예매 페이지를 직접 열어 시도해 주세요.' },
  },
  not_your_role: {
    title: { en: 'Your role does not allow this.', ko: '지금 역할로는 할 수 없는 일이에요.' },
    advice: {
      en: 'Ask the owner, or somebody with the role that it takes.',
      ko: '소유자나 그 권한이 있는 분에게 부탁해 주세요.',
    },
  },
  missing_user: {
    title: { en: 'We don’t know who is asking.', ko: '누구의 요청인지 알 수 없어요.' },
    advice: {
      en: 'Allow cookies for this page and reload it; programs send a user header.',
      ko: '쿠키를 허용하고 새로고침해 주세요. 프로그램은 사용자 헤더를 보내야 해요.',
    },
  },
  not_found: {
    title: { en: 'We can’t find that.', ko: '찾을 수 없어요.' },
    advice: { en: 'Check the address.', ko: '주소를 확인해 주세요.' },
  },
  idempotency_mismatch: {
    title: {
      en: 'This request number was already used for another request.',
      ko: '같은 요청 번호가 다른 내용에 이미 쓰였어요.',
    },
    advice: {
      en: 'Use a new Idempotency-Key for a new request.',
      ko: '새 요청에는 새 Idempotency-Key를 써 주세요.',
    },
  },
  changed_meanwhile: {
    title: { en: 'Somebody has changed this meanwhile.', ko: '그 사이 다른 분이 바꿨어요.' },
    advice: {
      en: 'Nothing was saved. Load it anew, look at what is new, and save again.',
      ko: '저장하지 않았어요. 새로 불러와 바뀐 내용을 확인하고 다시 저장해 주세요.',
    },
  },
  not_on_sale: {
    title: { en: 'This event is not on sale now.', ko: '지금은 예매 기간이 아니에요.' },
    advice: { en: 'Come back when the sale is open.', ko: '예매가 열리면 다시 와 주세요.' },
  },
  challenge_required: {
    title: { en: 'A short calculation comes first.', ko: '짧은 계산이 먼저 필요해요.' },
    advice: {
      en: 'With JavaScript on, the page does it. Programs: GET /fcfs/challenge.',
      ko: '자바스크립트를 켜면 화면이 알아서 해요. 프로그램: GET /fcfs/challenge.',
    },
  },
  not_admitted: {
    title: { en: 'It is not your turn yet.', ko: '아직 순서가 되지 않았어요.' },
    advice: {
      en: 'Wait in the waiting room: it lets you in when your turn comes.',
      ko: '대기실에서 기다려 주세요. 순서가 되면 바로 안내해 드려요.',
    },
  },
  turn_missed: {
    title: { en: 'Your turn is over.', ko: '입장 순서가 지나갔어요.' },
    advice: { en: 'Line up again to get a new place.', ko: '다시 줄을 서면 새 순번을 받아요.' },
  },
  duplicate: {
    title: { en: 'You already have a place here.', ko: '이미 참여하셨어요.' },
    advice: { en: 'What you have is still yours; see it below.', ko: '이미 받은 자리는 그대로 유효해요.' },
  },
  no_hold: {
    title: { en: 'You hold no seat right now.', ko: '지금 잡아 둔 좌석이 없어요.' },
    advice: { en: 'Pick a seat first.', ko: '먼저 좌석을 골라 주세요.' },
  },
  hold_expired: {
    title: { en: 'Your time for this seat ran out.', ko: '좌석을 잡아 둔 시간이 끝났어요.' },
    advice: {
      en: 'If it is still free you can pick it again, now or soon; what you typed is kept.',
      ko: '아직 비어 있으면 지금이나 곧 다시 고를 수 있어요. 입력한 내용은 남아 있어요.',
    },
  },
  already_admitted: {
    title: { en: 'Somebody has come in with this ticket.', ko: '이미 입장한 티켓이에요.' },
    advice: {
      en: 'It can’t be given away any more. Ask at the door.',
      ko: '이제는 넘겨줄 수 없어요. 입구에 문의해 주세요.',
    },
  },
  already_reserved: {
    title: { en: 'This seat has just been reserved.', ko: '방금 다른 분이 예매한 좌석이에요.' },
    advice: { en: 'Pick another seat.', ko: '다른 좌석을 골라 주세요.' },
  },
  seat_blocked: {
    title: { en: 'This seat is not for sale.', ko: '판매하지 않는 좌석이에요.' },
    advice: { en: 'Pick another seat.', ko: '다른 좌석을 골라 주세요.' },
  },
  seat_held: {
    title: { en: 'Someone else chose this seat first.', ko: '다른 분이 먼저 선택한 좌석이에요.' },
    advice: {
      en: 'Pick another one, or wait: it comes back if they don’t finish.',
      ko: '다른 좌석을 고르거나 기다려 주세요. 예매를 마치지 않으면 다시 열려요.',
    },
  },
  nothing_to_wait_for: {
    title: { en: 'There is nothing to wait for.', ko: '줄을 설 필요가 없는 좌석이에요.' },
    advice: {
      en: 'It is free, or yours already: pick it.',
      ko: '비어 있거나 이미 내 좌석이에요. 바로 골라 주세요.',
    },
  },
  limit_exceeded: {
    title: { en: 'That is more than one person may have.', ko: '한 사람이 가질 수 있는 한도를 넘었어요.' },
    advice: { en: 'Choose fewer seats.', ko: '좌석 수를 줄여 주세요.' },
  },
  line_full: {
    title: { en: 'This line is full.', ko: '줄이 가득 찼어요.' },
    advice: { en: 'Wait for another seat.', ko: '다른 좌석에 줄을 서 주세요.' },
  },
  leaves_single_seat: {
    title: { en: 'This choice leaves a single seat.', ko: '이렇게 고르면 한 자리만 외따로 남아요.' },
    advice: {
      en: 'Take that seat too, or move your choice by one.',
      ko: '그 자리까지 함께 고르거나, 한 칸 옮겨서 골라 주세요.',
    },
  },
  not_together: {
    title: { en: 'There are not that many seats together.', ko: '붙어 있는 좌석이 그만큼 남지 않았어요.' },
    advice: {
      en: 'You can have seats apart: see those offered. Or ask for fewer.',
      ko: '떨어진 좌석이라면 받을 수 있어요. 제안한 좌석을 보거나, 인원을 줄여 주세요.',
    },
  },
  sold_out: {
    title: { en: 'No seat is free right now.', ko: '지금은 남은 좌석이 없어요.' },
    advice: {
      en: 'Stay on the page: a seat that comes back shows at once.',
      ko: '이 화면에 계시면 돌아오는 좌석이 바로 보여요.',
    },
  },
  rehearsal_running: {
    title: { en: 'A rehearsal is running already.', ko: '이미 리허설이 진행 중이에요.' },
    advice: {
      en: 'Wait until it has ended, or stop it first.',
      ko: '끝날 때까지 기다리거나 먼저 멈춰 주세요.',
    },
  },
  contention: {
    title: { en: 'Too many people at once on this event.', ko: '지금 이 공연에 요청이 몰리고 있어요.' },
    advice: { en: 'Try again in a moment.', ko: '잠시 뒤 다시 시도해 주세요.' },
  },
  intentional_failure: {
    title: { en: 'This attempt failed.', ko: '예매하지 못했어요.' },
    advice: {
      en: 'Nothing was reserved. Your seat and your details are kept: try again.',
      ko: '좌석과 입력한 내용은 그대로이니 다시 시도해 주세요.',
    },
  },
} as const satisfies Record<Reason, ReasonWords>;
