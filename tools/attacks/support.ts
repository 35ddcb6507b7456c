import { expect } from 'vitest';
import { brokenInvariants } from './after/invariants.ts';
import { tracesIn } from './after/traces.ts';
import { declaredBy } from './oracles/declared.ts';
import { Canaries } from './oracles/canaries.ts';
import { Pools } from './requests/pools.ts';
import { attack } from './run.ts';
import { tellFinding } from './tell.ts';
import { EVENTS } from './world/furnish.ts';
import { openInProcessWorld, type LedgerKind } from './world/in-process-world.ts';

/**
 * What no attack succeeds at: there is no program that plays, and no delivery; and a ticket that is printed may take
 * longer than it is allowed on a machine that is attacked.
 */
const OUT_OF_REACH = new Set([
  ...['startRehearsal', 'getRehearsalReport', 'stopRehearsal', 'resendDelivery'],
  'printTicket',
  // A log has to be two days old for it.
  'removeArchived',
]);

/** Dear, and so drawn so seldom that an attack of some thousand requests may have none that succeeds. */
const SELDOM = new Set(['auditAndRepair']);
const MANY = 50_000;

/** Attacks a server of its own, and expects that nothing came of it. */
export async function expectNothingFrom(kind: LedgerKind, requests: number, seed: number): Promise<void> {
  const pools = new Pools();
  const world = await openInProcessWorld(kind, seed, pools);
  try {
    const { findings, tally, canaries } = await attack({ world, pools, seed, requests, atOnce: 8 });
    const told = findings.map((finding) => tellFinding(finding, world.url));
    expect(told, `seed ${seed}`).toEqual([]);
    // Attacks that never get past the door prove nothing.
    const never = tally.neverSucceeded(declaredBy(world.document).keys());
    expect(never.filter((name) => !OUT_OF_REACH.has(name) && (requests > MANY || !SELDOM.has(name)))).toEqual(
      [],
    );
    expect(canaries.bred).toBeGreaterThan(requests / 20);
    expect(await brokenInvariants(world, EVENTS)).toEqual([]);
    const metrics = await fetch(`${world.url}/metrics`);
    expect(Canaries.in(await metrics.text())).toEqual([]);
    expect(world.takeLog().flatMap((line) => Canaries.in(line))).toEqual([]);
    expect(await tracesIn(world.dataDir)).toEqual([]);
  } finally {
    await world.close();
  }
}
