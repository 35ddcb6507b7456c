/** The event that is sold, as the organiser describes it. */

export interface Rules {
  readonly holdTtlS: number;
  readonly maxSeatsPerUser: number;
}

export interface EventPlan {
  readonly rows: number;
  readonly seatsPerRow: number;
  /** Null: there is no waiting room. */
  readonly order: 'arrival' | 'shuffle' | null;
  /** When people may choose seats, as the rest of the world has it; null: at once. */
  readonly opensAt: string | null;
}

export const HOLD_EXTENSIONS = 2;

/** What `PUT /events/{event}` takes. */
export function eventBody(plan: EventPlan, { holdTtlS, maxSeatsPerUser }: Rules): object {
  return {
    ...{ title: 'A sale with faults', venue: 'Hall', starts_at: '2040-01-01T19:00:00Z' },
    ...{ sale_opens_at: plan.opensAt, hall: { rows: plan.rows, seats_per_row: plan.seatsPerRow } },
    rules: {
      ...{ hold_ttl_seconds: holdTtlS, hold_extensions: HOLD_EXTENSIONS },
      max_seats_per_user: maxSeatsPerUser,
    },
    waiting_room:
      plan.order === null
        ? null
        : {
            ...{ admitted_per_minute: 60_000, active_max: 10_000, turn_ttl_seconds: 600 },
            ...{ pre_queue_minutes: 5, order: plan.order },
          },
  };
}
