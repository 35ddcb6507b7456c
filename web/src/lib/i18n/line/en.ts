import type { LineWords } from './ko.ts';

/** Words about standing in line for seats that are taken, in English; see line.ts. */
export const lineEn: LineWords = {
  line: {
    region: 'Your places in line',
    stand: (seat) => `Stand in line for ${seat}`,
    standForBest: 'Wait for seats to come back',
    advice: 'In line you are held the seat first when it comes back.',
    waiting: (count) =>
      `${count === 1 ? 'One person waits' : `${count} people wait`} for it. Seats go to those in line in turn.`,
    place: (seats, place) => `${seats} · you are number ${place} in line`,
    best: (quantity, category) =>
      `${quantity === 1 ? 'one seat' : `${quantity} seats`}${category ? ` in ${category}` : ''}`,
    stood: (seats, place) => `You stand in line for ${seats}, as number ${place}.`,
    stoodAdvice: 'This page tells you the moment it is your turn.',
    leave: 'Leave the line',
    leaveNamed: (seats) => `Leave the line for ${seats}`,
    left: (seats) => `You left the line for ${seats}.`,
    couldNot: (seats) => `You could not be put in line for ${seats}`,
    tooMany: 'One can wait for three things in an event, and for no more seats than one may have.',
    offered: (seats) => `It’s your turn! ${seats} is held for you.`,
    offeredTitle: (seats) => `★ ${seats} is yours now`,
    offeredLink: 'Go on and reserve',
    cancelledByOrganiser: (seats) => `The organiser has cancelled your reservation of ${seats}.`,
  },
};
