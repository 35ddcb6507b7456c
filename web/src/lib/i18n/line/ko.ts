/** Words about standing in line for seats that are taken, in Korean; see line.ts. */
export const lineKo = {
  line: {
    region: '취소표 줄',
    stand: (seat: string) => `${seat} 줄 서기`,
    standForBest: '자리가 나면 알려 주세요',
    advice: '줄을 서면 자리가 났을 때 먼저 잡아 드려요.',
    waiting: (count: number) => `${count}명이 기다리고 있어요. 줄을 서면 순서대로 잡아 드려요.`,
    place: (seats: string, place: number) => `${seats} · ${place}번째로 기다리는 중`,
    best: (quantity: number, category: string) =>
      category ? `${category} ${quantity}석` : `아무 ${quantity}석`,
    stood: (seats: string, place: number) => `${seats} 줄에 섰어요. ${place}번째예요.`,
    stoodAdvice: '차례가 오면 이 화면에서 바로 알려 드려요.',
    leave: '줄에서 나가기',
    leaveNamed: (seats: string) => `${seats} 줄에서 나가기`,
    left: (seats: string) => `${seats} 줄에서 나왔어요.`,
    couldNot: (seats: string) => `${seats} 줄에 서지 못했어요`,
    tooMany: '한 공연에서 세 곳까지, 살 수 있는 좌석 수만큼만 기다릴 수 있어요.',
    offered: (seats: string) => `차례가 왔어요! ${seats} 좌석을 잡아 두었어요.`,
    offeredTitle: (seats: string) => `★ ${seats} 차례예요`,
    offeredLink: '예매 이어 가기',
    cancelledByOrganiser: (seats: string) => `주최자가 ${seats} 예매를 취소했어요.`,
  },
};

export type LineWords = typeof lineKo;
