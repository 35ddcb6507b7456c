import type { SeatWish } from '../../../server/src/domain/best-available.ts';
import type { Answer, Command, CommandOf, Pass, ReservedAnswer } from '../../../server/src/domain/command.ts';
import { isRefusal, type Refusal } from '../../../server/src/domain/refusal.ts';
import type { IdempotencyKey } from '../../../server/src/box-office/proposal.ts';
import type { HoldFact } from '../checks/books.ts';
import { NO_ANSWER, type NoAnswer } from '../net/requests.ts';
import type { World } from '../world.ts';

/** What the answers to one key were. */
export interface KeyStory {
  readonly userId: string;
  readonly answers: ReservedAnswer[];
}

type Reserving = CommandOf<'confirm'> | CommandOf<'assignAny'>;

/** What a key that has succeeded may be told with another wish. */
const refusedReuse: ReadonlySet<string> = new Set(['idempotency_mismatch', 'unavailable', 'contention']);

/** How near to the end of a hold people come who come at the last moment. */
const END_MS = 60;
/** How often somebody who does not know asks again. */
const TRIES_MAX = 12;

/** People who act at random and ask again until they know. They remember every answer. */
export class Buyers {
  /** Every success that was answered, by the number of its key. */
  readonly reserved = new Map<number, KeyStory>();
  private keys = 0;

  constructor(
    private readonly world: World,
    /** A pass of the waiting room, for those who have one. */
    private readonly passOf: (userId: string) => Pass | undefined,
  ) {}

  async act(): Promise<void> {
    const { dice } = this.world;
    const userId = this.anyUser();
    const seatIds = this.someSeats();
    const pass = this.passOf(userId);
    const choice = dice.draw();
    if (choice < 0.04) return this.comeAtTheEnd(userId, pass);
    if (choice < 0.07) return this.hurryAtTheEnd();
    if (choice < 0.16) return this.waitOrLeave(userId, seatIds, pass);
    if (choice < 0.36) return this.say({ kind: 'hold', userId, seatIds, pass });
    if (choice < 0.46) return this.say({ kind: 'holdBest', userId, wish: this.wish(), pass });
    if (choice < 0.68)
      return this.reserve({ kind: 'confirm', userId, seatIds: undefined, pass, ...this.draft() });
    if (choice < 0.73) return this.reserve({ kind: 'confirm', userId, seatIds, pass, ...this.draft() });
    if (choice < 0.8) return this.reserve({ kind: 'assignAny', userId, pass, ...this.draft() });
    if (choice < 0.88) return this.extend(userId);
    if (choice < 0.93) return this.say({ kind: 'release', userId });
    if (choice < 0.96) return this.handOn(userId);
    return this.cancelOne();
  }

  /** Cancels some reservation, by an organiser who may also take only some of its seats, or by its owner. */
  async cancelOne(by?: string): Promise<void> {
    const { dice } = this.world;
    const [story, first] = this.anyReservation() ?? [];
    if (story === undefined || first === undefined) return;
    const { userId } = story;
    const { sequence: reservation } = first;
    if (by === undefined) return this.say({ kind: 'cancel', userId, reservation, through: this.shop() });
    const seatIds = dice.oneIn(2) ? undefined : first.seatIds.slice(0, 1);
    await this.say({ kind: 'cancelFor', by, userId, reservation, seatIds });
  }

  anyUser(): string {
    return `user${1 + this.world.dice.below(this.world.shape.users)}`;
  }

  /** Up to two seats, mostly of the first, so that people meet. */
  someSeats(): readonly number[] {
    const { dice, seatCount } = this.world;
    const within = dice.oneIn(3) ? seatCount : Math.min(seatCount, 6);
    return [...new Set([1 + dice.below(within), 1 + dice.below(within)])];
  }

  draft() {
    const { dice } = this.world;
    return {
      reservation: { code: dice.hex(10), userName: 'n', phone: '+821012345678', lot: dice.draw() },
    };
  }

  async say(command: Command, key?: IdempotencyKey): Promise<void> {
    await this.world.submit(command, key);
  }

  private anyReservation(): [KeyStory, ReservedAnswer] | undefined {
    const stories = [...this.reserved.values()];
    const story = stories[this.world.dice.below(stories.length)];
    const first = story?.answers[0];
    return story === undefined || first === undefined ? undefined : [story, first];
  }

  /** Wants somebody else's seat at the moment at which their hold is over. */
  private async comeAtTheEnd(userId: string, pass: Pass | undefined): Promise<void> {
    const { seatIds, expiresAt } = this.anyHold().hold;
    const [seatId] = seatIds;
    if (seatId === undefined) return;
    const { dice, shape } = this.world;
    const overAt = expiresAt + shape.settleMs;
    // Somebody else may wait for it in line, and is to have it.
    const waiting = this.anyUser();
    const wish = { seatId };
    if (dice.oneIn(2))
      void this.say({ kind: 'standInLine', userId: waiting, wish, pass: this.passOf(waiting) });
    const arrivesAt = dice.oneIn(2)
      ? overAt + dice.between(-4, 6)
      : expiresAt + dice.between(-END_MS, END_MS);
    await this.waitUntil(arrivesAt);
    await this.say({ kind: 'hold', userId, seatIds: [seatId], pass });
  }

  /** Confirms, extends or gives back a hold at the moment at which it ends. */
  private async hurryAtTheEnd(): Promise<void> {
    const { dice } = this.world;
    const { userId, hold } = this.anyHold();
    await this.waitUntil(hold.expiresAt + dice.between(-END_MS, END_MS));
    const pass = this.passOf(userId);
    if (dice.oneIn(2))
      return this.reserve({ kind: 'confirm', userId, seatIds: undefined, pass, ...this.draft() });
    return dice.oneIn(3) ? this.say({ kind: 'release', userId }) : this.extend(userId);
  }

  private anyHold(): { readonly userId: string; readonly hold: HoldFact } {
    const { books } = this.world;
    const userIds = Array.from({ length: this.world.shape.users }, (_, i) => `user${i + 1}`);
    const holders = userIds.filter((each) => books.hold(each).seatIds.length > 0);
    const userId = holders[this.world.dice.below(holders.length)] ?? 'user1';
    return { userId, hold: books.hold(userId) };
  }

  /** Not longer than anybody waits before a page. */
  private async waitUntil(ledgerMs: number): Promise<void> {
    const { books } = this.world;
    const ms = ledgerMs - books.clock.ledgerMs();
    if (ms > 0 && ms < 2_000) await this.world.pause(ms);
  }

  private waitOrLeave(userId: string, seatIds: readonly number[], pass: Pass | undefined): Promise<void> {
    const { dice } = this.world;
    if (dice.oneIn(8)) return this.say({ kind: 'leaveLine', userId });
    const { quantity, together } = this.wish();
    const category = dice.oneIn(4) ? 'Stalls' : null;
    // Mostly for what somebody holds, and so may give back.
    const [wanted] = dice.oneIn(2) ? this.anyHold().hold.seatIds : seatIds;
    const wish = dice.oneIn(4) ? { quantity, category, together } : { seatId: wanted ?? 1 };
    return this.say({ kind: 'standInLine', userId, wish, pass });
  }

  /** Gives a reservation away to somebody else. */
  private handOn(userId: string): Promise<void> {
    const [story, given] = this.anyReservation() ?? [];
    if (story === undefined || given === undefined || story.userId === userId) return Promise.resolve();
    const { sequence: reservation, seatIds, amounts, currency } = given;
    const from = { userId: story.userId, reservation, origin: reservation };
    return this.say({
      kind: 'transfer',
      userId,
      from,
      sold: { seatIds, amounts, currency },
      ...this.draft(),
    });
  }

  private async extend(userId: string): Promise<void> {
    const command: Command = { kind: 'extend', userId, through: this.shop() };
    await this.insist(command, this.newKey(userId));
  }

  private async reserve(command: Reserving): Promise<void> {
    const { userId } = command;
    const key = this.newKey(userId);
    const { world } = this;
    await this.insist(command, key, (outcome, wasKnown) => {
      if (isRefusal(outcome)) {
        // Once a key has succeeded, every instance says so to everybody who sends it again.
        const isTold = outcome.refused !== 'unavailable' && outcome.refused !== 'contention';
        if (wasKnown && isTold && world.books.restores === 0)
          world.findings.add('retry', `a success was sent again, and refused as ${outcome.refused}`);
        return;
      }
      const known = this.reserved.get(key.keyPrint) ?? { userId, answers: [] };
      known.answers.push(outcome as ReservedAnswer);
      this.reserved.set(key.keyPrint, known);
    });
  }

  /** Sends the same again, with the same key, wherever the next request lands, until it is known what came of it. */
  private async insist(
    command: Command,
    key: IdempotencyKey,
    onOutcome: (outcome: Answer | Refusal, wasKnown: boolean) => void = () => undefined,
  ): Promise<void> {
    const { world } = this;
    const { dice } = world;
    let isKnown = false;
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      // A second tab or an impatient finger: the same request twice at once, at different instances.
      const copies = dice.oneIn(4) ? 2 : 1;
      const wasKnown = isKnown;
      const again = 'reservation' in command && typeof command.reservation === 'object' ? this.draft() : {};
      const sent = Array.from({ length: copies }, () => world.submit({ ...command, ...again }, key));
      const outcomes = await Promise.all(sent);
      if (isKnown && dice.oneIn(6)) await this.reuse(command, key);
      for (const outcome of outcomes) {
        if (outcome === NO_ANSWER) continue;
        onOutcome(outcome, wasKnown);
        isKnown ||= !isRefusal(outcome);
      }
      const isUnknown = outcomes.some(isUnknownOutcome);
      if (isKnown ? dice.oneIn(2) : !isUnknown) return;
      await world.pause(dice.between(1, 120));
    }
  }

  /** Sends a key that has succeeded with another wish, which is refused wherever it lands. */
  private async reuse(command: Command, key: IdempotencyKey): Promise<void> {
    const { world } = this;
    const outcome = await world.submit({ ...command }, { ...key, wishPrint: key.wishPrint + 1 });
    if (outcome === NO_ANSWER || world.books.restores > 0) return;
    if (!isRefusal(outcome) || !refusedReuse.has(outcome.refused))
      world.findings.add('reused', `another wish with a key that had succeeded: ${JSON.stringify(outcome)}`);
  }

  /** Now and then a shop's server acts for its customer. */
  private shop(): string | undefined {
    return this.world.dice.oneIn(6) ? 'shop' : undefined;
  }

  private newKey(userId: string): IdempotencyKey {
    const keyPrint = ++this.keys;
    return { userId, keyPrint, wishPrint: keyPrint * 3 };
  }

  private wish(): SeatWish {
    const { dice } = this.world;
    // Known only in a hall by plan: elsewhere it is refused, which must do no harm either.
    const section = dice.oneIn(4) ? { section: 'Floor' } : {};
    return { quantity: 1 + dice.below(3), together: dice.oneIn(2), ...section };
  }
}

function isUnknownOutcome(outcome: Answer | Refusal | NoAnswer): boolean {
  return outcome === NO_ANSWER || (isRefusal(outcome) && outcome.refused === 'unavailable');
}
