import type { EventDescription, WaitingRoom } from '../../../server/src/domain/event.ts';
import { canonicalPlan } from '../../../server/src/plans/canonical.ts';
import { summarisePlan } from '../../../server/src/plans/summarise-plan.ts';
import { rulesOf, smallEvent } from '../../../server/test/support/hall.ts';
import { planOf, seatsInRow } from '../../../server/test/support/plans.ts';
import { PRICE } from '../checks/answers.ts';
import type { Shape } from '../plan.ts';
import { START_MS } from '../time/scheduler.ts';
import { EVENT_ID, type Database } from './database.ts';

/** Nobody lines up longer before the opening. */
const PRE_QUEUE_MS = 3_600_000;

/** Nine seats as well as the small grid, three of them places to stand. */
const PLAN = planOf([
  {
    name: 'Seats',
    rows: [
      { name: 'A', category: 'Stalls', seats: seatsInRow(4, 1) },
      { name: 'B', category: 'Stalls', seats: seatsInRow(2, 2) },
    ],
  },
  {
    name: 'Floor',
    standing: {
      capacity: 3,
      category: 'Balcony',
      outline: [
        { x: 0, y: 5 },
        { x: 4, y: 5 },
        { x: 2, y: 8 },
      ],
    },
  },
]);
const canonical = canonicalPlan(PLAN);
const summary = summarisePlan(canonical);

/** Puts the event of a run into the database; resolves with how many seats it has. */
export async function putHall(database: Database, shape: Shape): Promise<number> {
  const room: WaitingRoom = {
    admittedPerMinute: 60 * shape.admittedPerSecond,
    activeMax: shape.activeMax,
    turnTtlMs: shape.holdTtlMs * 2,
    preQueueMs: PRE_QUEUE_MS,
    order: shape.isShuffled ? 'shuffle' : 'arrival',
    isPaused: false,
    proofOfWorkBits: 0,
    seed: '0123456789abcdef0123456789abcdef',
  };
  const plain = smallEvent({
    eventId: EVENT_ID,
    saleOpensAt: shape.opensInMs === null ? null : START_MS + shape.opensInMs,
    saleClosesAt: shape.closesInMs === null ? null : START_MS + shape.closesInMs,
    currency: 'KRW',
    rules: rulesOf({
      holdTtlMs: shape.holdTtlMs,
      holdExtensions: shape.holdExtensions,
      maxSeatsPerUser: shape.maxSeatsPerUser,
      noSingleSeats: shape.noSingleSeats,
      waitingRoom: shape.hasWaitingRoom ? room : null,
    }),
  });
  if (!shape.isPlanned) {
    const layout = { rows: shape.rows, seatsPerRow: shape.seatsPerRow };
    const event: EventDescription = { ...plain, layout, prices: { standard: PRICE } };
    await database.putEvent(event);
    return shape.rows * shape.seatsPerRow;
  }
  const { planId, text: document } = canonical;
  const seatCount = summary.seat_count;
  await database.memory.putPlan({ planId, name: PLAN.name, seatCount, document, summary });
  await database.putEvent({
    ...plain,
    layout: { planId, seatCount },
    prices: { Stalls: PRICE, Balcony: PRICE },
  });
  return seatCount;
}
