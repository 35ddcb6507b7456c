/** When an event is sold; moments in milliseconds since the epoch, by the server's clock. */
export interface SaleTimes {
  readonly opensAt: number | null;
  readonly closesAt: number | null;
  /** The organiser has paused it; when it goes on nobody knows. */
  readonly isPaused?: boolean;
}

export type SaleState = 'before' | 'open' | 'paused' | 'closed';

export interface SaleMoment {
  readonly state: SaleState;
  /** How long until the next change of state; null when none is planned. */
  readonly msLeft: number | null;
}

/** Opens with `opensAt` and closes with `closesAt`; a sale that closes before it opens never opens. */
export function saleAt({ opensAt, closesAt, isPaused = false }: SaleTimes, now: number): SaleMoment {
  if (closesAt !== null && now >= closesAt) return { state: 'closed', msLeft: null };
  if (opensAt !== null && now < opensAt) return { state: 'before', msLeft: opensAt - now };
  return { state: isPaused ? 'paused' : 'open', msLeft: closesAt === null ? null : closesAt - now };
}

/** The organiser may move the opening while the page is open: asked for this often. */
const LOOK_MS = 30_000;
/** Without an opening or a closing ahead there is less to be missed. */
const LOOK_RARELY_MS = 90_000;
/** A paused sale goes on at any moment, and everybody wants to know. */
const LOOK_PAUSED_MS = 15_000;
/** Everybody's page changes at the same moment; what they ask then is spread over this long. */
export const SPREAD_MS = 4_000;

/**
 * How long until the page asks the server again. Never at the moment of change itself, when everybody's clicks
 * are to be answered: shortly before, it is left alone; after it, the questions are spread.
 *
 * @param chance in [0, 1), drawn for each question
 */
export function nextLookMs({ state, msLeft }: SaleMoment, chance: number): number {
  const often = state === 'paused' ? LOOK_PAUSED_MS : msLeft === null ? LOOK_RARELY_MS : LOOK_MS;
  const usual = often * (0.75 + chance / 2);
  if (msLeft === null || msLeft > usual + SPREAD_MS) return usual;
  return msLeft + lookAfterChangeMs(chance);
}

export function lookAfterChangeMs(chance: number): number {
  return 200 + chance * SPREAD_MS;
}

/** What a countdown shows. Rounded up, so that 0:00 means that it is over. */
export function countdownParts(ms: number): {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
} {
  const all = Math.max(0, Math.ceil(ms / 1000));
  return {
    days: Math.floor(all / 86_400),
    hours: Math.floor(all / 3_600) % 24,
    minutes: Math.floor(all / 60) % 60,
    seconds: all % 60,
  };
}
