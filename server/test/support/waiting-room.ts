import type {
  EventDetails,
  LineStatus,
  QueuePass,
  QueuePlace,
  ReservationResult,
  WaitingRoomInput,
} from '@jari/contract';
import { expect } from 'vitest';
import { MemoryAdmissionStore } from '../../src/adapters/memory/admission-store.ts';
import type { LineState } from '../../src/domain/waiting-line.ts';
import type { AppSettings } from '../../src/app.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { ALICE, as, asAdmin, createTestApp, type Body, type TestApp } from './app.ts';
import { TestClock } from './test-clock.ts';

export const ROOM: WaitingRoomInput = {
  admitted_per_minute: 60,
  active_max: 2,
  turn_ttl_seconds: 60,
  pre_queue_minutes: 10,
  order: 'arrival',
  proof_of_work_bits: 0,
};
export const MINUTE_MS = 60_000;
export const gala = {
  title: 'Gala',
  venue: 'Opera',
  starts_at: '2099-01-01T19:00:00+09:00',
  hall: { rows: 3, seats_per_row: 3 },
};

/** A store of lines that can be away. */
export class FailingStore extends MemoryAdmissionStore {
  moves = 0;
  isAway = false;
  /** Hears of nobody who is through. */
  isDeaf = false;
  override async advanceLine(...asked: Parameters<MemoryAdmissionStore['advanceLine']>): Promise<LineState> {
    this.moves++;
    if (this.isAway) throw new Error('away');
    return super.advanceLine(...asked);
  }
  override async finishTurn(eventId: string, place: number): Promise<void> {
    if (this.isAway || this.isDeaf) throw new Error('away');
    return super.finishTurn(eventId, place);
  }
}

/** A server whose event `gala` has a waiting room, asked over HTTP; its doors move every few milliseconds. */
export function waitingRoomUnderTest() {
  let server: TestApp;
  let store: FailingStore;
  /** A ledger that goes from one server to the next goes on with the first one's clock. */
  let clocks: TestClock[] = [];

  async function call<B = object>(
    method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    headers: Record<string, string> = {},
    payload?: object,
  ) {
    const given = payload === undefined ? {} : { payload };
    const sent = await server.app.inject({ method, url, headers, ...given });
    const body = (sent.body === '' ? {} : sent.json()) as Body<B>;
    return { status: sent.statusCode, body, headers: sent.headers };
  }
  const put = (more: object = {}) =>
    call<EventDetails>('PUT', '/api/v1/events/gala', asAdmin, { ...gala, waiting_room: ROOM, ...more });
  const status = async () => (await call<LineStatus>('GET', '/fcfs/status?event=gala')).body;
  const join = (user: string) => call<{ queue_number: number }>('POST', '/fcfs/join?event=gala', as(user));
  const takePass = (user: string) =>
    call<Omit<QueuePass, 'success'> & Omit<QueuePlace, 'success'>>('POST', '/fcfs/pass?event=gala', as(user));
  const withPass = (user: string, pass?: string) => ({
    ...as(user),
    ...(pass === undefined ? {} : { 'queue-pass': pass }),
  });
  /** A server with a store of its own, on a ledger that may be another's, too. */
  const open = async (given: { settings?: Partial<AppSettings>; ledger?: Ledger } = {}) => {
    store = new FailingStore(new TestClock());
    const settings = { doorsIntervalMs: 10, ...given.settings };
    server = await createTestApp({ ...given, settings, admission: store });
    clocks = given.ledger === undefined ? [server.clock] : [...clocks, server.clock];
  };
  /** Time passes at once, and the doors have moved since. */
  const jump = async (ms: number) => {
    for (const clock of clocks) clock.advance(ms);
    const before = store.moves;
    // One may have begun before.
    await expect.poll(() => store.moves, { interval: 5 }).toBeGreaterThan(before + 2);
  };

  return {
    get server() {
      return server;
    },
    get store() {
      return store;
    },
    ...{ call, put, status, join, takePass, open, jump },
    start: async (more: object = {}, settings: Partial<AppSettings> = {}) => {
      await open({ settings });
      expect((await put(more)).status).toBe(201);
      await status();
    },
    inMs: (ms: number) => new Date(server.clock.wallMs() + ms).toISOString(),
    /** Before there is a server whose clock could be asked; it starts with the machine's. */
    soon: (ms: number) => new Date(Date.now() + ms).toISOString(),
    doors: (body: object) => call<EventDetails>('PATCH', '/api/v1/events/gala/waiting-room', asAdmin, body),
    leave: (user: string) => call('DELETE', '/fcfs/pass?event=gala', as(user)),
    hold: (user: string, seat: number, pass?: string) =>
      call('PUT', '/api/v1/events/gala/hold', withPass(user, pass), { seat_ids: [seat] }),
    confirm: (user: string, pass?: string, body: object = ALICE) =>
      call<Omit<ReservationResult, 'success'>>(
        'POST',
        '/api/v1/events/gala/reservations',
        withPass(user, pass),
        body,
      ),
    seconds: async (count: number) => {
      for (let i = 0; i < count; i++) await jump(1_000);
    },
    joinAll: async (...users: string[]) => {
      for (const user of users) expect((await join(user)).status).toBe(200);
    },
    passOf: async (user: string) => {
      const { status: code, body } = await takePass(user);
      expect(code).toBe(200);
      return body.pass;
    },
  };
}
