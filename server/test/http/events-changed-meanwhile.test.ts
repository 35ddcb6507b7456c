import type { ConsoleEventDetails, EventDetails, Problem } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryAdmissionStore } from '../../src/adapters/memory/admission-store.ts';
import { asAdmin, createTestApp, type TestApp } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';
import { putPlannedEvent } from '../support/planned-event.ts';
import { rowsPlan } from '../support/plans.ts';
import { TestClock } from '../support/test-clock.ts';

const room = {
  ...{ admittedPerMinute: 600, activeMax: 10, turnTtlMs: 60_000, preQueueMs: 0, order: 'arrival' as const },
  ...{ isPaused: false, proofOfWorkBits: 0, seed: '0123456789abcdef0123456789abcdef' },
};
const asRoom = {
  ...{ admitted_per_minute: 600, active_max: 10, turn_ttl_seconds: 60 },
  ...{ pre_queue_minutes: 0, order: 'arrival' },
};
const said = { venue: 'Here', starts_at: '2031-01-01T19:00:00+09:00', hall: { rows: 3, seats_per_row: 3 } };

/** Two instances that tell each other nothing, so that each knows only what it has seen itself. */
let here: TestApp;
let elsewhere: TestApp;
/** Of both. */
let admission: MemoryAdmissionStore;

beforeEach(async () => {
  const rules = { ...smallEvent().rules, waitingRoom: room };
  admission = new MemoryAdmissionStore(new TestClock());
  here = await createTestApp({ admission, events: [smallEvent(), smallEvent({ eventId: 'gala', rules })] });
  elsewhere = await createTestApp({ admission, ledger: here.ledger, events: [] });
});
afterEach(async () => {
  await elsewhere.close();
  await here.close();
});

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH';
const ask = ({ app }: TestApp, method: Method, path: string, body?: object, headers = {}) =>
  app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { ...asAdmin, ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });
const put = (server: TestApp, title: string, headers = {}, event = 'default') =>
  ask(server, 'PUT', `/events/${event}`, { ...said, title }, headers);
const stored = async (event = 'default') =>
  (await here.ledger.listEvents()).find(({ eventId }) => eventId === event);

describe('an event that two organisers change at once', () => {
  it('is told with its version by every answer that describes it', async () => {
    const tags = [
      await ask(here, 'GET', '/events/gala'),
      await ask(here, 'GET', '/admin/events/gala'),
      await ask(here, 'POST', '/admin/events/gala/sale', { state: 'paused' }),
      await ask(here, 'PATCH', '/events/gala/waiting-room', { active_max: 9 }),
      await put(here, 'Anew', {}, 'gala'),
      await ask(here, 'GET', '/events/gala'),
      await put(here, 'Made', {}, 'made'),
      await ask(here, 'POST', '/admin/events/gala/copy', { event: 'copied', starts_at: said.starts_at }),
    ].map(({ headers }) => headers.etag);
    expect(tags).toEqual(['"v1"', '"v1"', '"v2"', '"v3"', '"v4"', '"v4"', '"v1"', '"v1"']);
  });

  it('keeps what came first, and whoever comes second is told who that was', async () => {
    const { etag } = (await ask(elsewhere, 'GET', '/admin/events/default')).headers;
    expect((await put(here, 'Hers', { 'if-match': etag })).statusCode).toBe(200);
    await ask(here, 'POST', '/admin/events/default/sale', { state: 'paused' });
    const refused = await put(elsewhere, 'His', { 'if-match': etag });
    expect(refused.statusCode).toBe(412);
    const actor = 'organiser:organiser';
    expect(refused.json<Problem>()).toMatchObject({
      ...{ reason: 'changed_meanwhile', retryable: false, success: false },
      changed: [
        { actor, action: 'sale.paused' },
        { actor, action: 'event.changed' },
      ],
    });
    expect(await stored()).toMatchObject({ title: 'Hers', version: 3, rules: { salePaused: true } });
    // Then they look at what it is now, at the very instance that has refused.
    const now = await ask(elsewhere, 'GET', '/admin/events/default');
    expect(now.json<ConsoleEventDetails>()).toMatchObject({ event: { title: 'Hers' }, sale_paused: true });
    // A proxy that compresses answers makes the tag a weak one.
    const weak = `W/${String(now.headers.etag)}`;
    expect((await put(elsewhere, 'His', { 'if-match': weak })).json<EventDetails>()).toMatchObject({
      ...{ title: 'His', sale: 'paused' },
    });
  });

  it('lets one of two through who save in the very same moment', async () => {
    const answers = await Promise.all([
      put(here, 'Hers', { 'if-match': '"v1"' }),
      put(elsewhere, 'His', { 'if-match': '"v1"' }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const [kept] = answers.filter(({ statusCode }) => statusCode === 200);
    expect(await stored()).toMatchObject({ title: kept?.json<EventDetails>().title, version: 2 });
  });

  it('keeps what somebody else saves while the plan of its hall is looked up', async () => {
    await putPlannedEvent(here.ledger, rowsPlan(2, 1, 2), { eventId: 'opera' });
    const layout = (await stored('opera'))?.layout ?? expect.unreachable();
    const plan = 'planId' in layout ? layout.planId : expect.unreachable();
    const { venue, starts_at } = said;
    const save = (title: string) =>
      ask(here, 'PUT', '/events/opera', { venue, starts_at, plan, title }, { 'if-match': '"v1"' });
    const find = here.ledger.findPlanSummary.bind(here.ledger);
    here.ledger.findPlanSummary = async (planId) => {
      here.ledger.findPlanSummary = find;
      expect((await save('Hers')).statusCode).toBe(200);
      return find(planId);
    };
    expect((await save('His')).json<Problem>().reason).toBe('changed_meanwhile');
    expect(await stored('opera')).toMatchObject({ title: 'Hers', version: 2 });
  });

  it('takes what another instance has answered for known, although it has not heard of it', async () => {
    const { etag } = (await put(here, 'First')).headers;
    expect((await put(elsewhere, 'Second', { 'if-match': etag })).statusCode).toBe(200);
    expect(await stored()).toMatchObject({ title: 'Second', version: 3 });
  });

  it.each([
    ['is paused', 'POST', '/admin/events/gala/sale', { state: 'paused' }, { rules: { salePaused: true } }],
    [
      'has its doors slowed down',
      'PATCH',
      '/events/gala/waiting-room',
      { active_max: 3 },
      { rules: { waitingRoom: { activeMax: 3 } } },
    ],
  ] as const)(
    'keeps a title that this instance has not heard of when it %s',
    async (_, method, path, body, becomes) => {
      await here.offices.get('gala');
      const { venue, starts_at, hall } = said;
      const anew = { title: 'Anew', venue, starts_at, hall, waiting_room: asRoom };
      expect((await ask(elsewhere, 'PUT', '/events/gala', anew)).statusCode).toBe(200);
      expect((await ask(here, method, path, body)).statusCode).toBe(200);
      expect(await stored('gala')).toMatchObject({ title: 'Anew', version: 3, ...becomes });
      const stale = await ask(here, method, path, body, { 'if-match': '"v1"' });
      expect(stale.json<Problem>().reason).toBe('changed_meanwhile');
    },
  );

  it('keeps its line when this instance gives it a waiting room that it has already', async () => {
    const withRoom = (server: TestApp, headers = {}) =>
      ask(server, 'PUT', '/events/default', { ...said, title: 'Rush', waiting_room: asRoom }, headers);
    expect((await withRoom(elsewhere)).statusCode).toBe(200);
    const ann = { eventId: 'default', userId: 'user:ann', ip: null, ttlMs: 60_000, requestId: 'r1' };
    expect(await admission.join(ann)).toMatchObject({ joined: true, queueNumber: 1 });
    const again = { ...ann, requestId: 'r2' };
    for (const [headers, status] of [
      [{ 'if-match': '"v1"' }, 412],
      [{}, 200],
    ] as const) {
      expect((await withRoom(here, headers)).statusCode).toBe(status);
      expect(await admission.join(again)).toMatchObject({ joined: false, because: 'user', queueNumber: 1 });
    }
  });

  it('stays paused when its title is changed at an instance that has not heard of the pause', async () => {
    await ask(elsewhere, 'POST', '/admin/events/default/sale', { state: 'paused' });
    expect((await put(here, 'Anew')).json<EventDetails>()).toMatchObject({ title: 'Anew', sale: 'paused' });
  });

  it('is made only once by those who want to make a new one', async () => {
    const isNew = { 'if-none-match': '*' };
    const made = await Promise.all([put(here, 'Hers', isNew, 'new'), put(elsewhere, 'His', isNew, 'new')]);
    expect(made.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 412]);
    expect((await put(here, 'Nobody’s', { 'if-match': '*' }, 'none')).statusCode).toBe(412);
    expect(await stored('none')).toBeUndefined();
    expect((await put(here, 'Mine', { 'if-match': '*' }, 'new')).statusCode).toBe(200);
  });

  it.each([{ 'if-match': 'v1' }, { 'if-match': '"v1", "v2"' }, { 'if-none-match': '"v1"' }])(
    'says what is wrong with %j',
    async (headers) => {
      const answer = await put(here, 'Anew', headers);
      expect(answer.statusCode).toBe(400);
      expect(answer.json<Problem>().errors?.[0]?.field).toBe(Object.keys(headers)[0]);
    },
  );
});
