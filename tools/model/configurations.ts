import type { Settings } from './spin.ts';

/** What is searched to the end: who there is, and what may happen how often. */
export interface Configuration {
  readonly name: string;
  readonly settings: Settings;
  /** Also for loops in which nothing is ever answered. */
  readonly findsLoops?: boolean;
}

/**
 * Each has all steps of the append in every order, for two users who both want the same seat unless it says
 * otherwise; together they have every fault. WANTS has a digit a user, the last the first: 0 and 1 are seats, 2 any.
 */
export const configurations: readonly Configuration[] = [
  { name: 'two users, three commands', settings: {}, findsLoops: true },
  { name: 'two users, five commands', settings: { ASKS: 5 } },
  { name: 'three users, two seats', settings: { USERS: 3, WANTS: 10, MOMENTS: 0 } },
  { name: 'three users, one seat, a lost message', settings: { USERS: 3, MOMENTS: 0, FAULTS: 1 } },
  { name: 'a lost message', settings: { FAULTS: 1 }, findsLoops: true },
  { name: 'two lost messages', settings: { ASKS: 2, FAULTS: 2 } },
  { name: 'one office alone', settings: { ALONE: 1, USERS: 3, ASKS: 5, FAULTS: 1 } },
  { name: 'patience ends', settings: { STALLS: 1, FAULTS: 1 } },
  { name: 'an office crashes, a message is lost', settings: { ASKS: 2, MOMENTS: 0, CRASHES: 1, FAULTS: 1 } },
  { name: 'holds run out', settings: { MOMENTS: 2, EXPIRES: 1, ASKS: 4 } },
  { name: 'holds run out, a clock is ahead', settings: { MOMENTS: 2, EXPIRES: 1, SKEWS: 1 } },
  { name: 'news and comparisons', settings: { NEWS: 2, COMPARES: 1, FAULTS: 1 } },
  { name: 'any seat, with a key', settings: { WANTS: 22, FAULTS: 1, COMPARES: 1 } },
  { name: 'the standby takes over', settings: { ASKS: 2, FAULTS: 2, FAILOVERS: 1, COMPARES: 1 } },
  { name: 'the standby takes over, any seat', settings: { WANTS: 22, MOMENTS: 0, FAULTS: 2, FAILOVERS: 1 } },
  { name: 'a backup is restored', settings: { WANTS: 2, FAULTS: 1, RESTORES: 1 } },
  { name: 'another epoch, another version', settings: { ASKS: 2, FAULTS: 1, EPOCHS: 1, SAVES: 1 } },
];

/** A mistake that can be planted, and where it shows. */
export interface Mistake {
  /** The switch in the model. */
  readonly name: string;
  readonly says: string;
  readonly settings: Settings;
}

export const mistakes: readonly Mistake[] = [
  { name: 'NO_COMPARE', says: 'the ledger records wherever it is', settings: { ASKS: 2 } },
  {
    name: 'NO_HEAD',
    says: 'the ledger compares numbers, not histories',
    settings: { WANTS: 2, FAULTS: 1, RESTORES: 1 },
  },
  { name: 'NO_EPOCH', says: 'the ledger does not compare the epoch', settings: { ASKS: 2, EPOCHS: 1 } },
  {
    name: 'NO_NOT_BEFORE',
    says: 'a hold ends by an office’s clock',
    settings: { MOMENTS: 2, EXPIRES: 1, SKEWS: 1 },
  },
  { name: 'NO_NOT_AFTER', says: 'a hold is confirmed however late', settings: { MOMENTS: 2 } },
  {
    name: 'SECOND_FIRST',
    says: 'refusals do not wait for the append before',
    settings: { ALONE: 1, FAULTS: 1 },
  },
  {
    name: 'UNKNOWN_IS_RECORDED',
    says: 'an append without an answer counts as recorded',
    settings: { FAULTS: 1 },
  },
  {
    name: 'NO_PROOF',
    says: 'what is seen counts as durable',
    settings: { ASKS: 2, FAULTS: 1, FAILOVERS: 1 },
  },
  { name: 'NO_FORK_CHECK', says: 'catching up does not compare heads', settings: { FAULTS: 1, RESTORES: 1 } },
  {
    name: 'GAP_IGNORED',
    says: 'news are taken in that do not follow',
    settings: { NEWS: 1 },
  },
  { name: 'NO_KEY', says: 'keys are not looked up', settings: { WANTS: 22, FAULTS: 1 } },
  {
    name: 'NO_KEY_AND_NO_LIMIT',
    says: 'neither keys nor earlier assignments are looked up',
    settings: { WANTS: 2, FAULTS: 1 },
  },
  {
    name: 'REFUSALS_UNCHECKED',
    says: 'a refusal rests on what this office knew',
    settings: { MOMENTS: 1, EXPIRES: 1, ASKS: 3 },
  },
  {
    name: 'ONE_PROVES_ALL',
    says: 'whoever came during a question is refused with those before it',
    settings: { MOMENTS: 1, EXPIRES: 1, ASKS: 3 },
  },
  {
    name: 'STAYS_STALLED',
    says: 'an office that lost its patience never finds it again',
    settings: { STALLS: 1, ASKS: 2 },
  },
  {
    name: 'ANOTHERS_TICKET',
    says: 'a retry is answered from whatever has its number',
    settings: { WANTS: 2, FAULTS: 1, RESTORES: 1 },
  },
];
