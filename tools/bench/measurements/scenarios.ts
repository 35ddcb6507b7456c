import { fromAnywhere, fromBrowser, NEW_KEY, type RequestTemplate } from '../load/request.ts';

/** One kind of request that is measured at full speed. */
export interface Scenario {
  readonly title: string;
  /** Who answers: a server of ours, or the bare Fastify. */
  readonly target: 'server' | 'bare';
  /** Whether it needs a hall of its own, of which it then takes seats. */
  readonly takesSeats?: true;
  /** Whether all but the first are refused, as they should be. */
  readonly isRefused?: true;
  readonly template: (url: string, event: string) => RequestTemplate;
}

const reservation = '{"user_name":"홍길동","phone":"010-1234-5678","seat_ids":[@seat@]}';
const byHeader = { ...fromAnywhere, 'x-user-id': 'u@n@' };
const ownSeat = '{"seat_ids":[@seat@]}';
const oneSeat = '{"seat_ids":[1]}';

const reserve = (event: string, headers: Readonly<Record<string, string>>): RequestTemplate => ({
  method: 'POST',
  path: `/api/v1/events/${event}/reservations`,
  headers,
  body: reservation,
});
const hold = (event: string, headers: Readonly<Record<string, string>>, body: string): RequestTemplate => ({
  method: 'PUT',
  path: `/api/v1/events/${event}/hold`,
  headers,
  body,
});
const get = (path: string): RequestTemplate => ({ method: 'GET', path, headers: {} });

/** In the order in which they are measured: whatever is divided by another stands near it. */
export const scenarios = {
  reserve: {
    title: 'reservation, session cookie and key',
    target: 'server',
    takesSeats: true,
    template: (url, event) => reserve(event, { ...fromBrowser(url), ...NEW_KEY }),
  },
  'reserve-header': {
    title: 'reservation, user header, no key',
    target: 'server',
    takesSeats: true,
    template: (_url, event) => reserve(event, byHeader),
  },
  'bare-post': {
    title: 'bare Fastify, POST of a reservation',
    target: 'bare',
    template: (url) => ({ ...reserve('', { ...fromBrowser(url), ...NEW_KEY }), path: '/' }),
  },
  hold: {
    title: 'hold, session cookie',
    target: 'server',
    takesSeats: true,
    template: (url, event) => hold(event, fromBrowser(url), ownSeat),
  },
  'hold-header': {
    title: 'hold, user header',
    target: 'server',
    takesSeats: true,
    template: (_url, event) => hold(event, byHeader, ownSeat),
  },
  'bare-get': {
    title: 'bare Fastify, GET',
    target: 'bare',
    template: () => get('/'),
  },
  refuse: {
    title: 'refusal on one seat, session cookie',
    target: 'server',
    takesSeats: true,
    isRefused: true,
    template: (url, event) => hold(event, fromBrowser(url), oneSeat),
  },
  'refuse-header': {
    title: 'refusal on one seat, user header',
    target: 'server',
    takesSeats: true,
    isRefused: true,
    template: (_url, event) => hold(event, byHeader, oneSeat),
  },
  seats: {
    title: '`GET /api/v1/seats`',
    target: 'server',
    template: () => get('/api/v1/seats'),
  },
  healthz: {
    title: '`GET /healthz`',
    target: 'server',
    template: () => get('/healthz'),
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
