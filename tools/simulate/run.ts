import type { Finding } from '../../server/test/support/audit/findings.ts';
import { checkAtRest } from './checks/at-rest.ts';
import { Buyers } from './people/buyers.ts';
import { Organiser } from './people/organiser.ts';
import { WaitingPeople } from './people/room.ts';
import type { Plan } from './plan.ts';
import { comeToRest } from './rest.ts';
import { takeStep } from './steps.ts';
import { Dice } from './time/dice.ts';
import { simulateGlobals } from './time/globals.ts';
import { Scheduler, START_MS } from './time/scheduler.ts';
import { World, type Sabotage } from './world.ts';

export interface RunResult {
  /** The first promise that was broken; undefined: none was. */
  readonly finding: Finding | undefined;
  /** The same of every run of the same plan with the same code. */
  readonly digest: string;
  readonly simulatedMs: number;
  readonly changes: number;
  readonly reloads: number;
}

export interface RunOptions {
  readonly sabotage?: Sabotage;
  /** Told what happens, a line at a time. */
  readonly listener?: ((line: string) => void) | undefined;
}

/** Plays a plan from its beginning until everything is at rest. */
export async function run(plan: Plan, { sabotage = {}, listener }: RunOptions = {}): Promise<RunResult> {
  const scheduler = new Scheduler();
  const dice = new Dice();
  dice.begin(plan.seed ^ 0x5eed);
  const chance = new Dice();
  chance.begin(plan.seed ^ 0xc11e47);
  const putBack = simulateGlobals(scheduler, chance.draw, plan.seed % 8 === 0 ? 0.6 : 0);
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  try {
    const world = await World.begin(scheduler, dice, plan, sabotage, listener);
    const { findings } = world;
    const room = new WaitingPeople(world);
    const buyers = new Buyers(world, (userId) => room.passOf(userId));
    const people = { buyers, room, organiser: new Organiser(world, buyers) };
    try {
      await world.pass(40);
      world.bringWatchers();
      for (const step of plan.steps) {
        if (findings.any) break;
        await takeStep(world, people, step);
      }
      if (!findings.any) await comeToRest(world);
      if (!findings.any) await checkAtRest(world, buyers);
    } catch (error) {
      findings.add('threw', error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    for (const reason of rejections) findings.add('rejected', String(reason));
    world.stop();
    return {
      finding: findings.all[0],
      digest: `${(scheduler.digest >>> 0).toString(16)}-${world.books.log.length}-${scheduler.tasksRun}`,
      simulatedMs: scheduler.now - START_MS,
      changes: world.books.log.length,
      reloads: world.reloads,
    };
  } finally {
    putBack();
    process.off('unhandledRejection', onRejection);
  }
}
