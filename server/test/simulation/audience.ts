import { expect } from 'vitest';
import type { SeatWish } from '../../src/domain/best-available.ts';
import type { Command, CommandOf, HoldAnswer, ReservedAnswer } from '../../src/domain/command.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { turns } from '../support/faulty-ledger.ts';
import type { World } from './world.ts';

type Hold = HoldAnswer['hold'];
type Reserving = CommandOf<'confirm'> | CommandOf<'assignAny'>;

/** People who act at random and retry until they know, and an organiser among them. Remembers every answer. */
export class Audience {
  /** Every success that was answered, by the number of its key. */
  readonly reserved = new Map<number, { answers: ReservedAnswer[]; userId: string }>();
  /** Reservations that somebody has tried to end. */
  readonly endAttempted = new Set<number>();
  readonly acknowledgedHolds: Hold[] = [];
  isHallReset = false;
  private keys = 0;

  constructor(
    private readonly world: World,
    /** False when acknowledged changes may vanish, because backups are restored. */
    private readonly mayTrustKeys: boolean,
  ) {}

  async act(): Promise<void> {
    const { world } = this;
    const userId = `user${world.below(6)}`;
    const seatIds = [...new Set([1 + world.below(9), 1 + world.below(9)])];
    if (world.oneIn(6)) return this.waitOrLeave(userId, seatIds);
    const choice = world.random.draw();
    if (choice < 0.28) return this.hold({ kind: 'hold', userId, seatIds });
    if (choice < 0.4) return this.hold({ kind: 'holdBest', userId, wish: this.wish() });
    if (choice < 0.65) return this.reserve({ kind: 'confirm', userId, seatIds: undefined, ...this.draft() });
    if (choice < 0.7) return this.reserve({ kind: 'confirm', userId, seatIds, ...this.draft() });
    if (choice < 0.8) return this.reserve({ kind: 'assignAny', userId, ...this.draft() });
    if (choice < 0.85) return this.say({ kind: 'extend', userId });
    if (choice < 0.9) return this.say({ kind: 'release', userId });
    if (choice < 0.94) return this.cancelOne();
    return this.organise(seatIds);
  }

  private waitOrLeave(userId: string, seatIds: readonly number[]): Promise<void> {
    const { world } = this;
    if (world.oneIn(8)) return this.say({ kind: 'leaveLine', userId });
    const { quantity, together } = this.wish();
    const category = world.oneIn(4) ? 'Stalls' : null;
    const wish = world.oneIn(4) ? { quantity, category, together } : { seatId: seatIds[0] ?? 1 };
    return this.say({ kind: 'standInLine', userId, wish });
  }

  private async organise(seatIds: readonly number[]): Promise<void> {
    const seatId = seatIds[0] ?? 1;
    const by = 'eve';
    switch (this.world.below(9)) {
      case 0:
        return this.say({ kind: 'block', by, seatIds });
      case 1:
      case 2:
        return this.say({ kind: 'unblock', by, seatIds: [1, 2, 3, 4, 5, 6, 7, 8, 9] });
      case 3:
        return this.say({ kind: 'reserveForDesk', by, userId: 'desk', seatId, ...this.draft() });
      case 4:
        this.isHallReset = true;
        return this.say({ kind: 'free', by, seatId });
      case 5:
        return this.say({ kind: 'endHolds', by, of: { seatIds } });
      case 6:
        return this.say({ kind: 'sellAtDesk', by, userId: 'desk', seatIds, ...this.draft() });
      case 7:
        return this.cancelOne(by);
      default:
        this.isHallReset = true;
        await this.world.visit((office) => office.empty(by));
    }
  }

  private async say(command: Command): Promise<void> {
    await this.world.submit(command);
  }

  private async hold(command: CommandOf<'hold'> | CommandOf<'holdBest'>): Promise<void> {
    const askedAt = this.world.clock.monotonicMs();
    const outcome = await this.world.submit<'hold' | 'holdBest'>(command);
    if (isRefusal(outcome)) return;
    this.acknowledgedHolds.push(outcome.hold);
    // Nobody is promised more than the rules allow, counted in true time from when the answer was asked for.
    expect(outcome.hold.expiresAt).toBeLessThanOrEqual(this.world.clock.monotonicMs() + 3 * 120_000 + 1_000);
    expect(outcome.hold.expiresAt).toBeGreaterThan(askedAt - 1_000);
  }

  /** A user who does not know sends the same again, with the same key, wherever the next request lands. */
  private async reserve(command: Reserving): Promise<void> {
    const { world } = this;
    const keyPrint = ++this.keys;
    const key = { userId: command.userId, keyPrint, wishPrint: keyPrint * 3 };
    for (let tries = 0; tries < 50; tries++) {
      // A second tab or an impatient finger: the same request twice at once, at different instances.
      const copies = world.oneIn(4) ? 2 : 1;
      const wasKnown = this.reserved.has(keyPrint);
      const again = { ...command, ...this.draft() };
      const outcomes = await Promise.all(
        Array.from({ length: copies }, () => world.submit<'confirm' | 'assignAny'>(again, key)),
      );
      for (const outcome of outcomes) {
        if (isRefusal(outcome)) continue;
        const known = this.reserved.get(keyPrint) ?? { answers: [], userId: command.userId };
        known.answers.push(outcome);
        this.reserved.set(keyPrint, known);
      }
      const isUnknown = outcomes.some((outcome) => isRefusal(outcome) && outcome.refused === 'unavailable');
      // Once a key has succeeded, every instance says so to everybody who sends it again.
      if (this.reserved.has(keyPrint)) {
        const others = outcomes.filter(
          (o) => isRefusal(o) && o.refused !== 'unavailable' && o.refused !== 'contention',
        );
        if (wasKnown && this.mayTrustKeys) expect(others).toEqual([]);
        if (world.oneIn(2)) return;
      } else if (!isUnknown) return;
      if (world.oneIn(2)) await turns(1 + world.below(5));
      else await world.clock.delay(world.below(100));
    }
  }

  /** `by` an organiser, who may also cancel only some of its seats, or by its owner. */
  private async cancelOne(by?: string): Promise<void> {
    const entries = [...this.reserved.values()];
    const entry = entries[this.world.below(entries.length)];
    const reservation = entry?.answers[0]?.sequence;
    if (entry === undefined || reservation === undefined) return;
    this.endAttempted.add(reservation);
    const { userId } = entry;
    if (by === undefined) return this.say({ kind: 'cancel', userId, reservation });
    const seatIds = this.world.oneIn(2) ? undefined : entry.answers[0]?.seatIds.slice(0, 1);
    await this.say({ kind: 'cancelFor', by, userId, reservation, seatIds });
  }

  private wish(): SeatWish {
    const { world } = this;
    // Known only in a hall by plan: elsewhere it is refused, which must do no harm either.
    const section = world.oneIn(4) ? { section: 'Floor' } : {};
    return { quantity: 1 + world.below(4), together: world.oneIn(2), ...section };
  }

  private draft() {
    const { random } = this.world;
    const code = random.reservationCode();
    return { reservation: { code, userName: 'n', phone: '+821012345678', lot: random.draw() } };
  }
}
