/**
 * What things cost, as measured on one machine of two cores that also made the load (docs/performance.md); so a core is
 * counted as half of that machine, load included, and a real one does more. What was not measured says so.
 */

/** How the line stands, from the gateway's cache: 41,000 a second on both cores. */
export const STATUS_ANSWERS_PER_CORE = 20_500;
/** Lining up: one script in Redis, `npm run crowd -- 3000000`, asked by one client. */
export const JOINS_PER_REDIS = 20_400;
/** A place in line in Redis, with three million of them. */
export const BYTES_PER_PLACE = 182;
/** A step of the doors in Redis with three million in line: median, and the 99th percentile. */
export const DOOR_STEP_MS = { p50: 0.37, p99: 4.3 } as const;

/** CPU of node and of PostgreSQL, in microseconds. A pass costs a server about what a refusal does. */
export const HOLD_US = { node: 77, postgres: 22 } as const;
export const CONFIRM_US = { node: 96, postgres: 35 } as const;
export const PASS_US = { node: 71, postgres: 0 } as const;
/** A list of states that is there already, by what a seat list costs. */
export const LIST_US = 38;

/** 10,000 streams have a change 121 ms after it was asked for; who reads them takes a part of that. */
export const STREAM_WRITE_US = 12;
export const BYTES_PER_STREAM = 10_732;
/** What an instance takes. */
export const STREAMS_PER_SERVER = 20_000;

/** The answer how the line stands, its headers included (391 bytes of body). */
export const STATUS_BYTES = 900;
/** The first visit, everything that it loads; a test of the web app keeps it below. */
export const FIRST_VISIT_BYTES = 69_000;
/** A plan and the states of a hall of 50,000, half sold at random, compressed: 18 KB and 7 KB; a fifth more here. */
export const HALL_BYTES = 30_000;
/** One event's batches are decided by one core of one server: durable reservations a second, with cookie and key. */
export const RESERVATIONS_PER_EVENT = 11_257;
