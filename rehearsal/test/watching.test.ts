import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HABITS } from '../src/behaviour.ts';
import { MarkedEvent } from '../src/organiser/marked-event.ts';
import { buy } from '../src/people/buying.ts';
import { INVENTED_NAME, INVENTED_PHONE_PART } from '../src/people/invented.ts';
import { Person } from '../src/people/person.ts';
import { SaleClock } from '../src/people/sale-clock.ts';
import { Records, type KnownHold } from '../src/records/records.ts';
import { seededDraw } from '../src/seeded-draw.ts';
import { HallView } from '../src/watch/hall-view.ts';
import { LineWatch } from '../src/watch/line-watch.ts';
import { StreamWatch } from '../src/watch/stream-watch.ts';
import { Wire } from '../src/wire/wire.ts';

/** A server that breaks promises: what it says to each request is the test's to say. */
let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
let wire: Wire;
let records: Records;

beforeEach(async () => {
  records = new Records();
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      if (request.url !== '/api/v1/events/rehearsal-a') return void answer(request, response, body);
      const rules = { is_rehearsal: true };
      say(response, 200, { id: 'rehearsal-a', rules, hall: { rows: 1, seats_per_row: 4 }, plan: null });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  wire = new Wire(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, undefined);
});
afterEach(() => {
  wire.close();
  server.closeAllConnections();
  server.close();
});

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
const rulesBroken = () => records.violations.map(({ promise, rule }) => `${promise}: ${rule}`);

describe('Who watches a rehearsal’s hall', () => {
  const snapshot = { sequence: 4, seats: [1, 2].map((id) => ({ id, state: 'available' })) };
  const message = (sequence: number, event: string, data: object) =>
    `id: e.0:${sequence}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  const change = (sequence: number, more: object = {}) =>
    message(sequence, 'seat_held', { sequence, cause: 'held', state: 'held', seat_ids: [1], ...more });

  /** Has the hall watched by somebody to whom this is told. */
  async function watching(...told: readonly string[]): Promise<StreamWatch> {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(message(4, 'snapshot', snapshot) + told.join(''));
    };
    const watch = new StreamWatch(
      'watcher',
      wire,
      await MarkedEvent.find(wire, 'rehearsal-a'),
      records,
      false,
    );
    const running = watch.run();
    await expect.poll(() => watch.messages).toBe(told.length + 1);
    watch.stop();
    await running;
    return watch;
  }

  it('sees every change, each once, and finds nothing wrong with that', async () => {
    const { sequence, hall } = await watching(change(5), change(5), change(6, { state: 'reserved' }));
    expect([sequence, hall.states, rulesBroken()]).toEqual([6, 'ra', []]);
  });

  it.each([
    ['one change that is left out', change(6), 'live-hall: streams have no gaps'],
    ['a name', change(5, { by: INVENTED_NAME }), 'own-things: streams name nobody'],
    ['a phone', change(5, { by: INVENTED_PHONE_PART }), 'own-things: streams name nobody'],
  ])('notices %s', async (_what, told, rule) => {
    await watching(told);
    expect(rulesBroken()).toEqual([rule]);
  });
});

describe('Who watches a rehearsal’s line', () => {
  const seed = 'ab'.repeat(16);
  const hash = createHash('sha256').update(seed).digest('hex');
  const status = {
    ...{ state: 'open', serving_number: 3, waiting: 5, active: 2, seats_left: 4, seed_hash: hash, seed },
    ...{ opens_at: '2030-01-01T10:00:00.000Z', server_time: '2030-01-01T10:00:01.000Z' },
  };

  /** Has the line looked at as often as there are answers, of which two may be inside. */
  async function watching(...answers: readonly object[]): Promise<void> {
    const left = [...answers];
    answer = (_request, response) => say(response, 200, { ...status, ...(left.shift() ?? answers.at(-1)) });
    const watch = new LineWatch(wire, 'rehearsal-a', 2, records);
    watch.start();
    await expect.poll(() => watch.samples.length).toBeGreaterThanOrEqual(answers.length);
    watch.stop();
  }

  it('finds nothing wrong with as many inside as may be, and a seed that was committed to', async () => {
    await watching({ seed: null }, {});
    expect(rulesBroken()).toEqual([]);
  });

  it.each([
    ['one more inside than may be', [{ active: 3 }], 'no more inside than may be'],
    ['a seed that is another', [{ seed: 'cd'.repeat(16) }], 'the shuffle is committed to'],
    ['a hash that changes', [{ seed: null }, { seed: null, seed_hash: '0' }], 'the shuffle is committed to'],
    [
      'a seed before the opening',
      [{ server_time: '2030-01-01T09:59:59.000Z' }],
      'the shuffle is committed to',
    ],
  ])('notices %s', async (_what, answers, rule) => {
    await watching(...answers);
    expect(new Set(rulesBroken())).toEqual(new Set([`first-come: ${rule}`]));
  });
});

describe('Who buys at a rehearsal', () => {
  /** Whose chance has them ask again, and try the pass that they used. */
  const CURIOUS = Array.from({ length: 10_000 }, (_, seed) => seed).find((seed) => {
    const draw = seededDraw(seed);
    return draw() < 0.1 && draw() < 0.1;
  });
  const ticket = { id: 'rehearsal-a.7', code: 'REHEARSAL-AAAAA', sequence: 7, seats: [{ id: 1 }, { id: 2 }] };
  interface House {
    /** What comes of a confirmation, the first time and when it is asked again. */
    readonly confirm?: readonly (readonly [status: number, body: object])[];
    readonly otherWish?: number;
    readonly usedPass?: number;
  }

  async function buying({ confirm = [], otherWish = 422, usedPass = 403 }: House): Promise<Person> {
    const left = [...confirm];
    const keys = new Map<string, string>();
    answer = (request, response, body) => {
      const refusal = { success: false, reason: 'validation', title: 'No', detail: 'No', retryable: false };
      if (request.url?.endsWith('/hold') === true) return say(response, usedPass, refusal);
      const key = String(request.headers['idempotency-key']);
      const isOther = (keys.get(key) ?? body) !== body;
      keys.set(key, body);
      if (isOther) return say(response, otherWish, otherWish < 300 ? { reservation: ticket } : refusal);
      const [status, more] = left.shift() ?? [201, {}];
      say(response, status, status < 300 ? { reservation: { ...ticket, ...more } } : { ...refusal, ...more });
    };
    const event = await MarkedEvent.find(wire, 'rehearsal-a');
    const crowd = {
      ...{ event, records, clock: new SaleClock(Date.now()), hall: new HallView() },
      ...{ way: { by: 'session' as const }, seenPasses: [], seenReservations: [], known: new Map() },
    };
    const habit = HABITS.find(({ quirk }) => quirk === undefined) ?? expect.unreachable();
    const script = {
      ...{ habit, comesAfterMs: 0, wantsSeats: 2, looksMs: 0, hesitatesMs: 0, typesMs: 0 },
      ...{ opensSecondTab: false, seed: CURIOUS ?? 0 },
    };
    const person = new Person(0, script, wire, crowd);
    const now = Date.now();
    const hold: KnownHold = {
      ...{ seatIds: [2, 1], askedAt: now, answeredAt: now, endsAt: now + 60_000, doneAt: undefined },
    };
    await buy(person, hold, 'q1.pass');
    return person;
  }

  it('is told the same by the same key, and finds nothing wrong with that', async () => {
    const { record } = await buying({});
    expect([record.outcome, record.reservation?.seatIds, rulesBroken()]).toEqual(['bought', [1, 2], []]);
    expect(records.tried).toMatchObject({ kept: 1, 'one-owner': 1, retries: 2, 'first-come': 1 });
  });

  it.each<[string, House, string]>([
    [
      'another code for the same key',
      {
        confirm: [
          [201, {}],
          [201, { code: 'REHEARSAL-BBBBB' }],
        ],
      },
      'retries: the same key, the same answer',
    ],
    [
      'another reservation for the same key',
      {
        confirm: [
          [201, {}],
          [201, { id: 'rehearsal-a.8' }],
        ],
      },
      'retries: the same key, the same answer',
    ],
    ['a key that is good for another wish', { otherWish: 201 }, 'retries: a key is for one thing'],
    ['a pass that is good once more', { usedPass: 200 }, 'first-come: a pass is used up'],
    [
      'other seats than were held',
      { confirm: [[201, { seats: [{ id: 1 }, { id: 3 }] }]] },
      'kept: one gets the seats one held',
    ],
    [
      'a ticket that looks like one of a sale',
      {
        confirm: [
          [201, { code: 'AAAAA-BBBBB' }],
          [201, { code: 'AAAAA-BBBBB' }],
        ],
      },
      'own-things: a rehearsal’s ticket says so',
    ],
    [
      'a hold that is over before its end',
      { confirm: [[409, { reason: 'hold_expired' }]] },
      'first-come: a hold is kept until its end',
    ],
  ])('notices %s', async (_what, house, rule) => {
    await buying(house);
    expect(rulesBroken()).toEqual([rule]);
  });
});
