import {
  decodePlan,
  type PlanDrawing,
  type PlanImported,
  type PlanSummary,
  type Problem,
} from '@jari/contract';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalPlan } from '../../src/plans/canonical.ts';
import { concertHallPlan, theatrePlan } from '../../src/plans/templates/index.ts';
import { asAdmin, createTestApp, type TestApp } from '../support/app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await createTestApp();
});
afterAll(() => server.close());

const JSON_TYPE = 'application/json';
const theatre = canonicalPlan(theatrePlan());
const send = (body: string | Buffer, type: string | undefined = JSON_TYPE, query = '') =>
  server.app.inject({
    method: 'POST',
    url: `/api/v1/admin/plans${query}`,
    headers: { ...asAdmin, ...(type === undefined ? {} : { 'content-type': type }) },
    payload: body,
  });
const drawing = (plan: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  server.app.inject({ method, url: `/api/v1/plans/${plan}`, headers });
const exported = (plan: string, format: string) =>
  server.app.inject({ url: `/api/v1/admin/plans/${plan}/export?format=${format}`, headers: asAdmin });

describe('a plan', () => {
  it('is kept once, whatever it comes as', async () => {
    const first = await send(theatre.text);
    expect(first.statusCode).toBe(201);
    expect(first.json<PlanImported>()).toMatchObject({
      success: true,
      plan: { id: theatre.planId, name: '소극장 Theatre 300', seat_count: 300 },
      ignored: [],
      notes: [],
    });
    expect(first.json<PlanImported>().plan.categories.map(({ name }) => name)).toEqual(['R', 'S', 'A']);
    const again = await send(JSON.stringify(JSON.parse(theatre.text), null, 2));
    expect([again.statusCode, again.json<PlanImported>().plan.id]).toEqual([200, theatre.planId]);
    const list = await server.app.inject({ url: '/api/v1/admin/plans', headers: asAdmin });
    const ids = list.json<{ plans: PlanSummary[] }>().plans.map(({ id }) => id);
    expect(ids.filter((id) => id === theatre.planId)).toHaveLength(1);
  });

  it('is drawn for everybody, compressed and for ever', async () => {
    await send(theatre.text);
    const plain = await drawing(theatre.planId);
    expect(plain.statusCode).toBe(200);
    expect(plain.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    const drawn = decodePlan(plain.json<PlanDrawing>());
    expect([drawn.seatCount, drawn.labelOf(1)]).toEqual([300, '1층 Stalls · A · 1']);

    const brotli = await drawing(theatre.planId, { 'accept-encoding': 'gzip, deflate, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(plain.body);
    const gzip = await drawing(theatre.planId, { 'accept-encoding': 'br;q=0, gzip' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body);

    const etag = String(brotli.headers['etag']);
    const known = await drawing(theatre.planId, { 'if-none-match': etag, 'accept-encoding': 'br' });
    expect([known.statusCode, known.body, known.headers['etag']]).toEqual([304, '', etag]);
    const head = await drawing(theatre.planId, { 'accept-encoding': 'br' }, 'HEAD');
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect(head.headers['content-length']).toBe(String(brotli.rawPayload.length));
  });

  it('comes back in every format, and with the same id where the format carries all of it', async () => {
    await send(theatre.text);
    for (const [format, type] of [
      ['jari', JSON_TYPE],
      ['pretix', JSON_TYPE],
      ['csv', 'text/csv; charset=utf-8'],
    ] as const) {
      const once = await exported(theatre.planId, format);
      expect(once.statusCode).toBe(200);
      expect(String(once.headers['content-type'])).toContain(type);
      expect(once.headers['content-disposition']).toMatch(/^attachment; filename="Theatre-300\.[a-z.]+";/);
      const back = (await send(once.rawPayload, type, '?name=Table')).json<PlanImported>();
      expect(back.plan.seat_count).toBe(300);
      const twice = await exported(back.plan.id, format);
      const again = (await send(twice.rawPayload, type, '?name=Table')).json<PlanImported>();
      expect(again.plan.id).toBe(back.plan.id);
      if (format === 'jari') expect(back.plan.id).toBe(theatre.planId);
    }
  });

  it('that nobody has brought is not found', async () => {
    const unknown = '0'.repeat(32);
    expect((await drawing(unknown)).json<Problem>()).toMatchObject({ status: 404, reason: 'not_found' });
    expect((await exported(unknown, 'csv')).json<Problem>()).toMatchObject({ reason: 'not_found' });
    expect((await drawing('nothing')).statusCode).toBe(400);
  });

  it('is brought and taken away by the organiser only', async () => {
    for (const request of [
      { method: 'POST', url: '/api/v1/admin/plans', payload: theatre.text },
      { method: 'GET', url: '/api/v1/admin/plans' },
      { method: 'GET', url: `/api/v1/admin/plans/${theatre.planId}/export` },
    ] as const) {
      expect((await server.app.inject(request)).json<Problem>()).toMatchObject({ reason: 'unauthorized' });
    }
  });

  it('may be used by an event', async () => {
    const hall = canonicalPlan(concertHallPlan());
    await send(hall.text);
    const put = await server.app.inject({
      method: 'PUT',
      url: '/api/v1/events/gala',
      headers: asAdmin,
      payload: {
        title: 'Gala',
        venue: 'Hall',
        starts_at: '2030-01-01T19:00:00Z',
        plan: hall.planId,
        currency: 'KRW',
        prices: { R: 99_000 },
      },
    });
    expect(put.json()).toMatchObject({ hall: null, plan: { id: hall.planId, seat_count: 1_500 } });
  });
});

describe('a plan that is wrong', () => {
  const refused = async (body: string | Buffer, type?: string) => {
    const answer = await send(body, type);
    expect(answer.statusCode, answer.body).toBe(400);
    return answer.json<Problem>().errors;
  };

  it('is refused with every place that is wrong', async () => {
    const row = {
      name: 'A',
      category: 'S',
      seats: [seat('1', 0), seat('1', 1), { ...seat('2', 2), category: 'X' }],
    };
    const plan = {
      format: 'jari-plan',
      version: 1,
      name: 'Hall',
      categories: [{ name: 'S', color: '#123456' }],
      sections: [{ name: 'Stalls', rows: [row] }, { name: 'Circle' }],
    };
    expect(await refused(JSON.stringify(plan))).toEqual([
      { field: '/sections/1', message: 'has neither rows nor standing' },
      {
        field: '/sections/0/rows/0/seats/1',
        message: 'is a second seat “Stalls · A · 1”; the first is /sections/0/rows/0/seats/0',
      },
      {
        field: '/sections/0/rows/0/seats/2/category',
        message: 'names the category “X”, which the plan does not have',
      },
    ]);
  });

  it.each([
    ['', 'body'],
    ['{', 'body'],
    ['[]', 'body'],
    ['null', 'body'],
    ['{"format":"other"}', '/format'],
    ['{"zones":3}', '/zones'],
    ['{"format":"jari-plan"}', '/version'],
  ])('is refused when it is %j', async (body, field) => {
    expect((await refused(body))?.map((error) => error.field)).toContain(field);
  });

  it('is refused when it is something else', async () => {
    expect(await refused('<svg/>', 'image/svg+xml')).toEqual([
      { field: 'content-type', message: 'must be application/json or text/csv' },
    ]);
  });

  it('is too large above 16 MB, and only above; other routes keep their 16 KB', async () => {
    const limit = 16 * 1024 * 1024;
    const large = await send(Buffer.alloc(limit + 1, ' '));
    expect(large.json<Problem>()).toMatchObject({
      reason: 'too_large',
      detail: expect.stringContaining('16 MB') as string,
    });
    expect((await send(Buffer.alloc(limit, ' '))).json<Problem>()).toMatchObject({ reason: 'validation' });
    const block = await server.app.inject({
      method: 'POST',
      url: '/api/v1/events/default/seats/block',
      headers: { ...asAdmin, 'content-type': JSON_TYPE },
      payload: ' '.repeat(17 * 1024),
    });
    expect(block.json<Problem>()).toMatchObject({
      reason: 'too_large',
      detail: expect.stringContaining('16 KB') as string,
    });
  });
});

function seat(number: string, x: number) {
  return { number, x, y: 0 };
}
