import type { EventInput, PlanDocument, WaitingRoomInput } from '@jari/contract';
import type { Pools } from '../requests/pools.ts';

/** Asks as the owner, and says what came; throws when that was no success. */
export type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

/** Whom the house has, beside its owner, with their tokens. */
export interface House {
  readonly organisers: ReadonlyMap<string, string>;
  readonly shops: ReadonlyMap<string, string>;
}

export const EVENTS = ['default', 'gala', 'room', 'quick', 'before'] as const;

const starts_at = '2099-01-01T19:00:00+09:00';
const plan: PlanDocument = {
  format: 'jari-plan',
  version: 1,
  name: 'Attacked',
  categories: [
    { name: 'R', color: '#c2410c' },
    { name: 'Stalls', color: '#112233' },
  ],
  sections: [
    {
      name: 'Stalls',
      rows: ['A', 'B', 'C'].map((name, y) => ({
        name,
        category: y === 0 ? 'R' : 'Stalls',
        seats: Array.from({ length: 12 }, (_, x) => ({ number: String(x + 1), x, y })),
      })),
    },
  ],
};
const room: WaitingRoomInput = {
  admitted_per_minute: 60_000,
  active_max: 1_000,
  turn_ttl_seconds: 60,
  pre_queue_minutes: 10,
  order: 'arrival',
  proof_of_work_bits: 0,
};

/** Sets up what attacks are aimed at, and tells the pools its names. `mark`: where it was done before, another one. */
export async function furnish(ask: Ask, pools: Pools, mark = ''): Promise<House> {
  const { plan: made } = (await ask('POST', '/api/v1/admin/plans', plan)) as { plan: { id: string } };
  const grid = { title: 'Attacked', venue: 'Here', starts_at, hall: { rows: 3, seats_per_row: 3 } };
  const rules = { hold_ttl_seconds: 20, max_seats_per_user: 4 };
  const events: Readonly<Record<string, EventInput>> = {
    default: { ...grid, rules },
    gala: {
      ...{ title: { ko: '갈라', en: 'Gala' }, venue: 'Here', starts_at, plan: made.id, rules },
      ...{ currency: 'KRW', prices: { R: 90_000, Stalls: 55_000 } },
    },
    room: { ...grid, rules, waiting_room: room },
    // Whose holds are over before one looks twice.
    quick: { ...grid, hall: { rows: 5, seats_per_row: 8 }, rules: { ...rules, hold_ttl_seconds: 1 } },
    before: { ...grid, rules, sale_opens_at: '2098-01-01T00:00:00Z' },
  };
  for (const [event, input] of Object.entries(events)) await ask('PUT', `/api/v1/events/${event}`, input);
  for (const event of [...Object.keys(events), 'default', 'gala', 'missing']) pools.add('event', event);
  pools.add('plan', made.id);
  for (const template of ['grid', 'theatre']) pools.add('template', template);

  const organisers = new Map<string, string>();
  for (const role of ['door', 'desk', 'organiser', 'owner']) {
    const name = `the-${role}${mark}`;
    const answer = (await ask('POST', '/api/v1/admin/organisers', { name, role })) as { token: string };
    organisers.set(role, answer.token);
  }
  for (const name of ['mina', 'jun', 'drawn_3']) pools.add('organiser', name);
  const shops = new Map<string, string>();
  const scopes = ['reservations:write', 'reservations:read', 'holds:extend', 'events:read'];
  for (const [name, input] of [
    ['shop', { name: 'shop', scopes }],
    ['other', { name: 'other', scopes, events: ['gala'] }],
    ['reader', { name: 'reader', scopes: ['reservations:read'] }],
  ] as const) {
    shops.set(name, ((await ask('POST', '/api/v1/admin/api-keys', input)) as { key: string }).key);
  }
  return { organisers, shops };
}
