import type { PlanDocument } from '@jari/contract';
import { CommittedSeatMap } from '../../server/src/domain/committed-seat-map.ts';
import type { Hall } from '../../server/src/domain/hall.ts';
import { PlanHall } from '../../server/src/domain/plan-hall.ts';
import type { UserPlace } from '../../server/src/domain/user-place.ts';

/** Builds a hall, and says what it, its map and a half-sold map of it keep. */
export function buildHall(plan: PlanDocument) {
  // Once for the compiler.
  new PlanHall(plan);
  const before = retainedBytes();
  const startedAt = performance.now();
  const hall = new PlanHall(plan);
  const buildMs = performance.now() - startedAt;
  const hallBytes = retainedBytes() - before;
  const map = mapOf(hall, 'a'.repeat(hall.seatCount));
  const mapBytes = retainedBytes() - before;
  map.forgetStale(0, 0);
  const sold = soldMap(hall);
  const soldBytes = retainedBytes() - before - (mapBytes - hallBytes);
  sold.forgetStale(0, 0);
  return { hall, buildMs, hallBytes, mapBytes, soldBytes };
}

export function mapOf(
  hall: Hall,
  states: string,
  owners: readonly (string | undefined)[] = new Array<undefined>(hall.seatCount),
  places: Iterable<UserPlace> = [],
): CommittedSeatMap {
  return new CommittedSeatMap({
    event: {
      eventId: 'measured',
      title: 'Measured',
      venue: 'Here',
      startsAt: 0,
      endsAt: null,
      saleOpensAt: null,
      saleClosesAt: null,
      layout: { planId: '0'.repeat(32), seatCount: hall.seatCount },
      currency: null,
      prices: {},
      rules: {
        holdTtlMs: 120_000,
        holdExtensions: 2,
        maxSeatsPerUser: 100,
        noSingleSeats: true,
        salePaused: false,
        waitingRoom: null,
      },
      version: 1,
    },
    hall,
    position: { epoch: 'e', sequence: 0, head: '' },
    logKey: '',
    states,
    owners,
    places,
    line: [],
  });
}

/** Every second pair of seats has been reserved, each by another user. */
function soldMap(hall: Hall): CommittedSeatMap {
  const states: string[] = [];
  const owners: (string | undefined)[] = [];
  const places: UserPlace[] = [];
  for (let id = 1; id + 3 <= hall.seatCount; id += 4) {
    const group = (id - 1) / 4;
    const userId = `session:${group.toString(36).padStart(32, '0')}`;
    states.push('rraa');
    owners.push(userId, userId, undefined, undefined);
    const seatIds = [id, id + 1];
    places.push({
      userId,
      hold: undefined,
      ended: [],
      reservations: [{ sequence: group + 1, seatIds }],
      keys: [],
    });
  }
  return mapOf(hall, states.join(''), owners, places);
}

/** What is still needed, in this thread. */
function retainedBytes(): number {
  if (globalThis.gc === undefined) throw new Error('start node with --expose-gc');
  for (let i = 0; i < 4; i++) void globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
