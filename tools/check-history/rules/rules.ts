/** Every rule, in the words of the report. */
export const rules = {
  chain: 'the log is numbered without a gap and chained',
  oneOwner: 'a seat is taken only while it is free, or from oneself',
  limit: 'nobody has more seats than one may',
  line: 'who waits longest for a seat is offered it first, and nobody is passed over',
  firstFree: 'first come, first served gives the first free seat, and counts what is left',
  mine: 'what somebody is told of is theirs, and nobody else’s',
  acknowledged: 'whatever was acknowledged is in the log, with the same seats, for the same person',
  explained: 'every change was asked for by the person it is about, or is the clock’s or the house’s',
  order: 'the order of the log is no contradiction to who was answered before who asked',
  whole: 'several seats are held all or none, and confirmed as they were held',
  kept: 'a hold lasts as long as was promised, and nobody else has its seats meanwhile',
  over: 'a hold lasts no longer than the rules say, and is worth nothing afterwards',
  promises: 'the time that is told of a hold is the time that the log says',
  refusals: 'a refusal was true at some moment while it was asked for',
  keys: 'a key has one effect and one answer, and is for one request',
  reads: 'the hall that was shown was the hall at that change',
  fresh: 'nobody is shown less than was known when they asked',
  converged: 'whoever watches ends with the whole log',
  numbers: 'a number in the queue is given once, and never to a later comer before an earlier one',
  turns: 'nobody is let in before their number, or takes seats without a turn',
  house: 'what organisers do is what they asked for, and what they are told of it is so',
  onSale: 'while the sale is paused nobody takes seats or a place in line',
  handedOn: 'a ticket goes whole and at once, from who gave it to who took it',
  money: 'a code is one reservation’s, and the sum is the sum of what the seats cost',
} as const;

export type Rule = keyof typeof rules;
