import type { EventDescription } from '../../../server/src/domain/event.ts';
import { DESK } from '../../../server/test/support/audit/log-auditor.ts';
import type { World } from '../world.ts';
import type { Buyers } from './buyers.ts';

const BY = 'eve';

/** The organiser: takes seats off sale and puts them back, ends holds, sells at the desk, changes the rules. */
export class Organiser {
  constructor(
    private readonly world: World,
    private readonly buyers: Buyers,
  ) {}

  async act(): Promise<void> {
    const { world, buyers } = this;
    const seatIds = buyers.someSeats();
    const seatId = seatIds[0] ?? 1;
    switch (world.dice.below(9)) {
      case 0:
        return buyers.say({ kind: 'block', by: BY, seatIds });
      case 1:
      case 2: {
        const all = Array.from({ length: world.seatCount }, (_, i) => i + 1);
        return buyers.say({ kind: 'unblock', by: BY, seatIds: all });
      }
      case 3:
        return buyers.say({ kind: 'reserveForDesk', by: BY, userId: DESK, seatId, ...buyers.draft() });
      case 4:
        return buyers.say({ kind: 'free', by: BY, seatId });
      case 5:
        return buyers.say({ kind: 'endHolds', by: BY, of: { seatIds } });
      case 6:
        return buyers.say({ kind: 'sellAtDesk', by: BY, userId: DESK, seatIds, ...buyers.draft() });
      case 7:
        return buyers.cancelOne(BY);
      default: {
        const instance = world.anyInstance();
        world.tell(() => `the organiser empties the hall at instance ${instance.index + 1}`);
        await world.requests.send(instance, async () => (await instance.open()).empty(BY));
      }
    }
  }

  /** The rules of the sale change in the middle of it. */
  async changeRules(): Promise<void> {
    const { world } = this;
    const { dice } = world;
    const instance = world.anyInstance();
    if (dice.oneIn(4)) {
      const rate = dice.pick([0, 0.3]);
      world.tell(() => `instance ${instance.index + 1} fails ${rate} of all confirmations`);
      if (instance.offices !== undefined) instance.offices.failureRate = rate;
      return;
    }
    const next = this.changedEvent(world.database.stored.event);
    world.tell(() => `the organiser changes the rules: ${JSON.stringify(next.rules)}`);
    await world.requests.send(instance, async () => {
      await instance.open();
      await instance.offices?.putEvent(next);
    });
  }

  private changedEvent({ rules, ...event }: EventDescription): EventDescription {
    const { dice, shape } = this.world;
    const changed = (what: Partial<EventDescription['rules']>) => ({
      ...event,
      rules: { ...rules, ...what },
    });
    switch (dice.below(5)) {
      case 0:
        return changed({ salePaused: !rules.salePaused });
      case 1:
        return changed({ maxSeatsPerUser: 1 + dice.below(4) });
      case 2:
        return changed({ holdTtlMs: Math.round(shape.holdTtlMs * dice.pick([0.5, 1])) });
      case 3:
        return changed({ holdExtensions: dice.below(shape.holdExtensions + 1) });
      default:
        return changed({ noSingleSeats: !rules.noSingleSeats });
    }
  }
}
