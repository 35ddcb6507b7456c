import type { Buyers } from './people/buyers.ts';
import type { Organiser } from './people/organiser.ts';
import type { WaitingPeople } from './people/room.ts';
import type { Step } from './plan.ts';
import type { Database } from './server/database.ts';
import type { Instance } from './server/instance.ts';
import type { World } from './world.ts';

export interface People {
  readonly buyers: Buyers;
  readonly room: WaitingPeople;
  readonly organiser: Organiser;
}

/** The last moment of a machine before its standby takes over. */
const OUTAGE_MS = 600;
/** What the organiser of a machine's clock does to it. */
const CLOCK_STEPS_MS: readonly [number, ...number[]] = [600_000, -600_000, 3_600_000, -3_600_000, 5_000];
/** A clock that is less wrong has been corrected. */
const NOTICED_MS = 1_000;
/** How long news may lie about at most. */
const SLOW_NEWS_MS = 2_500;
/** Two machines never have quite the same time. */
const SKEW_MS = 40;

/** Does one step of the plan, and lets a moment pass. */
export async function takeStep(world: World, people: People, { kind, seed, isCalm }: Step): Promise<void> {
  const { dice, shape, weather } = world;
  dice.begin(seed);
  // How wrong the correction of a clock may be is half of what the reading took.
  weather.longDelayMs = shape.hasClockSteps ? 500 : 2_000;
  weather.lossRate = isCalm ? 0 : shape.lossRate;
  weather.delayRate = isCalm || shape.lossRate === 0 ? 0 : 0.02;
  const forMs = begin(world, people, kind);
  await world.pass(forMs ?? passing(world));
}

/** Mostly a moment, so that much happens at once. */
function passing({ dice }: World): number {
  return dice.oneIn(3) ? dice.between(10, 150) : dice.between(0, 8);
}

/** How long it takes; undefined: a moment. */
function begin(world: World, { buyers, room, organiser }: People, kind: Step['kind']): number | undefined {
  const { dice, shape, database } = world;
  const instance = world.anyInstance();
  switch (kind) {
    case 'visit':
      void buyers.act();
      return undefined;
    case 'rush':
      for (let i = 2 + dice.below(6); i > 0; i--) void buyers.act();
      return undefined;
    case 'organise':
      void organiser.act();
      return undefined;
    case 'settings':
      void organiser.changeRules();
      return undefined;
    case 'room': {
      void room.act(buyers.anyUser());
      void room.act(buyers.anyUser());
      return undefined;
    }
    case 'pause':
      return dice.oneIn(3) ? dice.between(0.5, 1.3) * shape.holdTtlMs : dice.between(100, 700);
    case 'crash':
      // A start between a step of the clock and its correction takes the wrong time for the right one; that is a
      // limit that the documents tell.
      if (Math.abs(database.clockErrorMs) < NOTICED_MS) world.crash(instance.index);
      return undefined;
    case 'partition':
      world.tell(() => `instance ${instance.index + 1} is cut off from the ledger`);
      instance.line.isCut = true;
      world.scheduler.after(instance.owner, dice.between(100, 1_500), () => (instance.line.isCut = false));
      return undefined;
    case 'heal':
      world.tell(() => 'the lines to the ledger are whole');
      for (const each of world.instances) each.line.isCut = false;
      return undefined;
    case 'failover':
      world.tell(() => 'the ledger fails over');
      database.failOver(
        dice.between(20, OUTAGE_MS),
        shape.hasClockSteps ? dice.between(-SKEW_MS, SKEW_MS) : 0,
        world.instances.every(isOpen),
      );
      return undefined;
    case 'storm':
      world.weather.lossRate = 0.5;
      world.weather.delayRate = 0.2;
      return dice.between(50, 400);
    case 'clock': {
      // As for a crash: whoever is starting, loads the event anew or has not heard of the last step would not know.
      if (!world.instances.every((each) => knowsTime(each, database))) return undefined;
      const stepMs = dice.pick(CLOCK_STEPS_MS);
      world.tell(() => `the ledger's clock is set by ${stepMs} ms`);
      database.wallAheadMs += stepMs;
      return undefined;
    }
    case 'bus':
      if (world.bus.isDown) world.bus.comeBack();
      else if (dice.oneIn(2)) world.bus.isDown = true;
      else world.bus.slownessMs = dice.oneIn(3) ? 0 : dice.between(100, SLOW_NEWS_MS);
      world.tell(() => (world.bus.isDown ? 'the bus is down' : `news take up to ${world.bus.slownessMs} ms`));
      return undefined;
    case 'watcher':
      world.watchers[dice.below(world.watchers.length)]?.suffer();
      return undefined;
    case 'backup':
      database.backUp();
      return undefined;
    case 'restore':
      if (dice.oneIn(4)) {
        world.tell(() => 'the ledger is moved into a new database');
        database.replace(dice.hex(12));
      } else if (database.restore(dice.between(20, OUTAGE_MS), world.instances.every(isOpen)))
        world.tell(() => 'a backup is restored');
      return undefined;
    case 'flush':
      world.tell(() => 'Redis is emptied');
      world.store.flush();
      return undefined;
  }
}

function isOpen({ office }: Instance): boolean {
  return office !== undefined;
}

/** Whether it sells by the ledger's clock as it is and by the ledger's life as it is. */
function knowsTime({ office }: Instance, database: Database): boolean {
  if (office === undefined || Math.abs(database.clockErrorMs) >= NOTICED_MS) return false;
  return (
    office.time().correctionMs === database.correctionMs && office.seatMap.epoch === database.position.epoch
  );
}
