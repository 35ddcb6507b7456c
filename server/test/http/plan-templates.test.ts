import { PLAN_TEMPLATES, type PlanDocument, type PlanTemplateList } from '@jari/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seatCountOf } from '../../src/plans/draw-plan.ts';
import { asAdmin, createTestApp, type TestApp } from '../support/app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await createTestApp();
});
afterAll(() => server.close());

const get = (url: string, headers = asAdmin) =>
  server.app.inject({ url: `/api/v1/admin/plan-templates${url}`, headers });

describe('a template', () => {
  it('has as many seats as the list says, and is a plan that is taken', async () => {
    const { templates } = (await get('')).json<PlanTemplateList>();
    expect(templates.map(({ name }) => name)).toEqual([...PLAN_TEMPLATES]);
    for (const { name, seat_count } of templates) {
      const answer = await get(`/${name}`);
      expect(answer.statusCode).toBe(200);
      expect(seatCountOf(answer.json<PlanDocument>()), name).toBe(seat_count);
    }
    const theatre = (await get('/theatre')).body;
    const kept = await server.app.inject({
      method: 'POST',
      url: '/api/v1/admin/plans',
      headers: { ...asAdmin, 'content-type': 'application/json' },
      payload: theatre,
    });
    expect(kept.statusCode).toBe(201);
  });

  it('is shown to organisers only, and only if there is one', async () => {
    expect((await server.app.inject({ url: '/api/v1/admin/plan-templates/theatre' })).statusCode).toBe(401);
    expect((await get('/palace')).statusCode).toBe(400);
  });
});
