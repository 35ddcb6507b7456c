import { reachablePoints } from './failpoints/reachable.ts';
import { faultsNamed } from './faults/all.ts';
import type { Fault } from './faults/fault.ts';
import { diesAt, serverKilled } from './faults/server-death.ts';
import type { Options } from './options.ts';
import { orderBy, type Lane } from './play.ts';
import type { Rig, RigOptions } from './rig/rig.ts';
import type { EventPlan } from './sale/event.ts';

/** A set-up on which one sale after another is played, and what breaks there. */
export interface House {
  readonly name: string;
  readonly rig: RigOptions;
  readonly visitors: number;
  readonly faultsPerChapter: number;
  /** Whether each server dies by itself, beside the others. */
  readonly hasLanes: boolean;
  faults(rig: Rig): readonly Fault[];
  /** In which order people come into a chapter's waiting room, if there is one. */
  orderBy(chapter: number): EventPlan['order'];
}

const FAULTS_PER_CHAPTER = 10;
/** Sales with nothing but deaths are longer, so that less of the time is spent on waiting until nobody holds anything. */
const DEATHS_PER_CHAPTER = 25;
const QUICK_VISITORS = 12;
/** So many deaths at moments of chance come beside one at each failpoint. */
const MOMENTS_OF_CHANCE = 30;
const QUICK_DEATH = { timesMax: 2 };

/** Where a suite is played: one set-up for all faults, or several at the same time in which only servers die. */
export function housesOf({ mode, faults, hosts, clocks, visitors }: Options): readonly House[] {
  if (mode !== 'quick') {
    return [
      {
        ...{ name: mode, rig: { mode, smallDisk: true, hosts, clocks }, hasLanes: false },
        ...{ visitors: visitors ?? 16, faultsPerChapter: FAULTS_PER_CHAPTER },
        orderBy,
        faults: (rig) => faultsNamed(faults).filter((fault) => fault.fits(rig)),
      },
    ];
  }
  return [
    quick('embedded', { mode: 'embedded' }, visitors),
    quick('server', { mode: 'server' }, visitors),
    quick('pair', { mode: 'full', gateway: false }, visitors),
  ];
}

function quick(name: string, rig: RigOptions, visitors = QUICK_VISITORS): House {
  const points = reachablePoints({ isShared: rig.mode === 'full', setsClocks: false });
  const deaths = points.map((point) => diesAt(point, QUICK_DEATH));
  return {
    ...{ name, rig, visitors, faultsPerChapter: DEATHS_PER_CHAPTER, hasLanes: true },
    // The only order in which every point of the waiting room is come by.
    orderBy: () => 'shuffle',
    faults: () => [...deaths, ...Array.from({ length: MOMENTS_OF_CHANCE }, () => serverKilled)],
  };
}

/** Deals a chapter's faults to those who strike side by side. */
export function lanesOf({ hasLanes }: House, rig: Rig, faults: readonly Fault[]): readonly Lane[] {
  if (!hasLanes) return [{ rig, faults }];
  return rig.servers.map((server, i) => ({
    rig: { ...rig, servers: [server] },
    faults: faults.filter((_, n) => n % rig.servers.length === i),
  }));
}
