import type { SeatState } from '@jari/contract';
import type { DragMode } from '../lasso-gesture.ts';

/** The live hall's words in Korean. */
export const hallKo = {
  title: '좌석 현황',
  loading: '좌석을 불러오고 있어요…',
  canvas: (seats: number) => `좌석 ${seats}석의 그림. 같은 내용을 아래 목록에서 키보드로 다룰 수 있어요.`,
  freeIn: (count: number) => `${count}석 남음`,
  state: {
    available: '판매 중',
    held: '선점',
    reserved: '예약',
    blocked: '판매 중지',
  } satisfies Record<SeatState, string>,
  selectState: (state: string, count: string) => `${state} 좌석 ${count}석 모두 선택`,
  modes: {
    label: '끌어서 하는 일',
    move: '이동',
    lasso: '올가미',
    box: '네모',
  } satisfies Record<DragMode | 'label', string>,
  modeHelp: {
    move: '끌면 움직이고, 누르면 좌석을 골라요. Shift를 누르고 누르면 그 줄의 사이가 모두 선택돼요.',
    lasso: '좌석 둘레를 그리면 안쪽이 선택돼요. Alt를 누르고 그리면 선택에서 빠져요.',
    box: '네모를 그리면 안쪽이 선택돼요. Alt를 누르고 그리면 선택에서 빠져요.',
  } satisfies Record<DragMode, string>,
  group: {
    label: '한꺼번에 선택',
    placeholder: '구역·등급…',
    sections: '구역',
    categories: '등급',
    states: '상태',
  },
  listOpen: '목록으로 보기',
  listClose: '목록 닫기',
  tree: {
    row: (name: string) => (name === '' ? '줄' : `${name}열`),
    seat: (number: string) => `${number}번`,
    selected: '선택됨',
    hint: '화살표로 움직이고 Enter로 좌석을 골라요. 줄이나 구역에서 스페이스를 누르면 전부 선택돼요.',
  },
};

export type HallWords = typeof hallKo;
