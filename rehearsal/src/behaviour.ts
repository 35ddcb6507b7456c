/**
 * Who comes to a rehearsal, and what they are like. Everything that a scripted person does follows from this page and the
 * seed; change a number here and every rehearsal, the console's too, has other people.
 *
 * A person arrives, lines up where there is a waiting room, looks at the hall, clicks a seat that seems free or asks for
 * the best there are, hesitates, types name and phone, and confirms. Who is refused chooses again, up to eight times; who
 * gets no answer tries again with the same key. Times are those of people, in milliseconds, drawn evenly from a range.
 */
export interface Habit {
  readonly name: string;
  /** Of a hundred who come. */
  readonly share: number;
  /** `early`: some time before the opening. `opening`: within its first second. `late`: within the minute after it. */
  readonly comes: 'early' | 'opening' | 'late';
  /** How many seats they want; each is as likely. */
  readonly seats: readonly number[];
  /** `clicks`: seats that they see free, beside each other. `asks`: lets the box office choose the best. */
  readonly chooses: 'clicks' | 'asks';
  /** Before the first choice and each further one. */
  readonly looksMs: Range;
  /** With the seats in hand, before the form. */
  readonly hesitatesMs: Range;
  readonly typesMs: Range;
  /** Clicks and confirms twice in one moment, as impatient people do. */
  readonly clicksTwice?: true;
  /** What they do instead of only buying. */
  readonly quirk?: Quirk;
}

/**
 * - `leaves the line`: looks twice how long it will take, and goes.
 * - `walks away`: takes seats and closes the page; the house has to give them to others when the hold ends.
 * - `changes mind`: gives the seats back once, and chooses anew.
 * - `gives back`: buys, and cancels.
 * - `snoops`: tries what nobody may: seats without a turn, with another's pass or a forged one, another's ticket.
 */
export type Quirk = 'leaves the line' | 'walks away' | 'changes mind' | 'gives back' | 'snoops';

export type Range = readonly [from: number, to: number];

export const HABITS: readonly Habit[] = [
  {
    ...{ name: 'decided', share: 33, comes: 'early', seats: [1, 2], chooses: 'clicks' },
    ...{ looksMs: [300, 3_000], hesitatesMs: [500, 3_000], typesMs: [1_000, 4_000] },
  },
  {
    ...{ name: 'trusting', share: 24, comes: 'early', seats: [1, 2, 3, 4], chooses: 'asks' },
    ...{ looksMs: [300, 1_800], hesitatesMs: [500, 3_000], typesMs: [1_000, 4_000] },
  },
  {
    ...{ name: 'group', share: 11, comes: 'early', seats: [3, 4], chooses: 'asks' },
    ...{ looksMs: [500, 3_000], hesitatesMs: [2_000, 8_000], typesMs: [2_000, 6_000] },
  },
  {
    ...{ name: 'impatient', share: 10, comes: 'opening', seats: [1, 2], chooses: 'clicks' },
    ...{ looksMs: [0, 200], hesitatesMs: [0, 200], typesMs: [300, 1_000], clicksTwice: true },
  },
  {
    ...{ name: 'late', share: 9, comes: 'late', seats: [1, 2, 4], chooses: 'asks' },
    ...{ looksMs: [300, 2_000], hesitatesMs: [500, 3_000], typesMs: [1_000, 4_000] },
  },
  {
    ...{
      name: 'undecided',
      share: 4,
      comes: 'early',
      seats: [1, 2],
      chooses: 'clicks',
      quirk: 'changes mind',
    },
    ...{ looksMs: [1_000, 5_000], hesitatesMs: [1_000, 5_000], typesMs: [2_000, 6_000] },
  },
  {
    ...{ name: 'distracted', share: 4, comes: 'early', seats: [1, 2], chooses: 'asks', quirk: 'walks away' },
    ...{ looksMs: [300, 2_000], hesitatesMs: [500, 3_000], typesMs: [1_000, 4_000] },
  },
  {
    ...{ name: 'restless', share: 2, comes: 'early', seats: [2], chooses: 'asks', quirk: 'leaves the line' },
    ...{ looksMs: [300, 2_000], hesitatesMs: [500, 3_000], typesMs: [1_000, 4_000] },
  },
  {
    ...{ name: 'regretful', share: 2, comes: 'early', seats: [1, 2], chooses: 'asks', quirk: 'gives back' },
    ...{ looksMs: [300, 2_000], hesitatesMs: [500, 3_000], typesMs: [1_000, 4_000] },
  },
  {
    ...{ name: 'snoop', share: 1, comes: 'early', seats: [1], chooses: 'clicks', quirk: 'snoops' },
    ...{ looksMs: [500, 2_000], hesitatesMs: [500, 2_000], typesMs: [1_000, 2_000] },
  },
];

/** How long after the opening the last of the late ones come. */
export const LATE_FOR_MS = 60_000;
/** Within this the crowd at the opening comes. */
export const OPENING_RUSH_MS = 1_000;
/** Choices before somebody gives up. */
export const CHOICES_MAX = 8;
/** Of those who line up, who opens a second tab, which must show the same place. */
export const SECOND_TAB_SHARE = 0.1;
/** Of those who bought, who asks once more with the same key, and with the same key for something else. */
export const ASKS_AGAIN_SHARE = 0.1;
/** Of those who bought, who tries the used pass once more. */
export const TRIES_USED_PASS_SHARE = 0.1;
