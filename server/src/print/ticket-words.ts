/** What stands on a printed ticket beside what it is about. */
export interface PrintedWords {
  readonly label: string;
  readonly when: string;
  readonly where: string;
  readonly name: string;
  readonly amount: string;
  readonly code: string;
  readonly cut: string;
  readonly terms: readonly string[];
}

export const printedWords: Readonly<Record<'ko' | 'en', PrintedWords>> = {
  ko: {
    label: '입장권',
    when: '일시',
    where: '장소',
    name: '예매자',
    amount: '금액',
    code: '예매 번호',
    cut: '점선을 따라 자르면 A6 크기가 돼요.',
    terms: [
      '입구에서 QR 코드를 보여 주세요. 코드 하나로 위 좌석 수만큼 입장할 수 있어요.',
      '먼저 입장한 사람이 좌석의 주인이에요. 이 종이와 QR 코드를 다른 사람에게 보이지 마세요.',
      '예매를 취소하거나 다른 분께 넘기면 이 종이는 바로 쓸 수 없게 돼요.',
    ],
  },
  en: {
    label: 'Admission',
    when: 'When',
    where: 'Where',
    name: 'Name',
    amount: 'Price',
    code: 'Code',
    cut: 'Cut along the dashes for A6.',
    terms: [
      'Show the QR code at the door. It lets in as many people as there are seats above.',
      'Whoever comes in first has the seats: show this paper and its QR code to nobody else.',
      'If the reservation is cancelled or given to somebody else, this paper is void at once.',
    ],
  },
};
