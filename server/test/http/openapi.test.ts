import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';

interface Operation {
  readonly operationId?: string;
  readonly tags?: string[];
  readonly summary?: string;
  readonly security?: Record<string, unknown>[];
  readonly parameters?: { name: string; in: string; schema: Record<string, unknown> }[];
  readonly responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

let server: TestApp;
let document: Document;
beforeAll(async () => {
  server = await createTestApp();
  document = (await server.app.inject('/openapi.json')).json<Document>();
});
afterAll(() => server.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({ path, method, operation })),
  );

const ofOrganisers = [
  'POST /api/v1/admin/session',
  'GET /api/v1/admin/session',
  'DELETE /api/v1/admin/session',
  'GET /api/v1/admin/organisers',
  'POST /api/v1/admin/organisers',
  'PATCH /api/v1/admin/organisers/{name}',
  'DELETE /api/v1/admin/organisers/{name}',
  'POST /api/v1/admin/organisers/{name}/token',
  'GET /api/v1/admin/trail',
  'GET /api/v1/admin/audit',
  'POST /api/v1/admin/audit/repairs',
  'GET /api/v1/admin/events/{event}/archive',
  'POST /api/v1/admin/events/{event}/archive',
  'GET /api/v1/admin/events',
  'GET /api/v1/admin/events/{event}',
  'POST /api/v1/admin/events/{event}/copy',
  'POST /api/v1/admin/events/{event}/sale',
  'POST /api/v1/admin/events/{event}/reset',
  'GET /api/v1/admin/events/{event}/seats',
  'GET /api/v1/admin/events/{event}/figures',
  'GET /api/v1/admin/events/{event}/actions',
  'POST /api/v1/admin/events/{event}/holds/release',
  'POST /api/v1/admin/events/{event}/reservations',
  'DELETE /api/v1/admin/events/{event}/reservations/{id}',
  'GET /api/v1/admin/demonstration',
  'PUT /api/v1/admin/demonstration',
];

/** Of shops, and of the owner about them. */
const ofIntegrators = [
  'POST /api/v1/events/{event}/hold/token',
  'POST /api/v1/embed/session',
  'POST /api/v1/integrations/events/{event}/reservations',
  'POST /api/v1/integrations/events/{event}/holds/extend',
  'GET /api/v1/integrations/reservations/{id}',
  'DELETE /api/v1/integrations/reservations/{id}',
  'GET /api/v1/integrations/events',
  'POST /api/v1/admin/api-keys',
  'GET /api/v1/admin/api-keys',
  'DELETE /api/v1/admin/api-keys/{id}',
  'POST /api/v1/admin/webhooks',
  'GET /api/v1/admin/webhooks',
  'PATCH /api/v1/admin/webhooks/{id}',
  'DELETE /api/v1/admin/webhooks/{id}',
  'POST /api/v1/admin/webhooks/{id}/rotate',
  'GET /api/v1/admin/webhooks/{id}/deliveries',
  'POST /api/v1/admin/webhooks/{id}/deliveries/{delivery}/resend',
];

/** What an organiser is shown of people, and anybody of themselves. */
const aboutPeople = [
  'DELETE /api/v1/me/data',
  'GET /api/v1/admin/events/{event}/reservations',
  'GET /api/v1/admin/events/{event}/reservations.csv',
  'GET /api/v1/me/data',
  'POST /api/v1/admin/persons/erase',
  'POST /api/v1/admin/persons/export',
  'POST /api/v1/admin/reservations/{id}/open',
];

/** Tickets, and what the door makes of them. */
const ofTheDoor = [
  'GET /api/v1/admin/events/{event}/entries',
  'GET /api/v1/admin/events/{event}/guests',
  'GET /api/v1/reservations/{id}/ticket.pdf',
  'GET /api/v1/tickets/keys',
  'POST /api/v1/admin/events/{event}/entries',
  'POST /api/v1/reservations/{id}/transfer',
  'POST /api/v1/transfers/accept',
  'POST /api/v1/transfers/look',
];

/** Sales that are played. */
const ofRehearsals = [
  'DELETE /api/v1/admin/events/{event}/rehearsals/{id}',
  'GET /api/v1/admin/events/{event}/rehearsals',
  'GET /api/v1/admin/events/{event}/rehearsals/{id}/report.html',
  'POST /api/v1/admin/events/{event}/rehearsals',
];

describe('the OpenAPI description', () => {
  it('knows every route of the design', () => {
    expect(document.openapi).toMatch(/^3\.1/);
    const routes = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    expect(routes.sort()).toEqual(
      [
        'DELETE /api/v1/events/{event}/hold',
        'DELETE /api/v1/events/{event}/line',
        'GET /api/v1/events/{event}/line',
        'PUT /api/v1/events/{event}/line',
        'GET /api/v1/me/stream',
        'DELETE /api/v1/reservations/{id}',
        'GET /api/v1/events',
        'GET /api/v1/events/{event}',
        'GET /api/v1/admin/events/{event}/log',
        'GET /api/v1/admin/plan-templates',
        'GET /api/v1/admin/plan-templates/{template}',
        'GET /api/v1/admin/plans',
        'GET /api/v1/admin/plans/{plan}/export',
        'GET /api/v1/plans/{plan}',
        'POST /api/v1/admin/plans',
        'GET /api/v1/events/{event}/changes',
        'GET /api/v1/events/{event}/hold',
        'GET /api/v1/events/{event}/hold/ended',
        'GET /api/v1/events/{event}/seats',
        'GET /api/v1/events/{event}/states',
        'GET /api/v1/events/{event}/stream',
        'GET /api/v1/me',
        'GET /api/v1/me/reservations',
        'GET /api/v1/reservations/{id}',
        'GET /api/v1/seats',
        'GET /api/v1/seats/{id}',
        'GET /health',
        'GET /healthz',
        'GET /metrics',
        'GET /readyz',
        'POST /api/v1/events/{event}/hold/extend',
        'POST /api/v1/events/{event}/reservations',
        'POST /api/v1/events/{event}/seats/block',
        'POST /api/v1/events/{event}/seats/unblock',
        'POST /api/v1/reservations/find',
        'POST /api/v1/seats/reservation/fcfs',
        'POST /api/v1/seats/reset',
        'POST /fcfs/join',
        'GET /fcfs/challenge',
        'GET /fcfs/status',
        'POST /fcfs/pass',
        'DELETE /fcfs/pass',
        'PATCH /api/v1/events/{event}/waiting-room',
        'PUT /api/v1/events/{event}',
        'PUT /api/v1/events/{event}/hold',
        'PUT /api/v1/seats/{id}',
        ...aboutPeople,
        ...ofIntegrators,
        ...ofRehearsals,
        ...ofTheDoor,
        ...ofOrganisers,
      ].sort(),
    );
  });

  it('names, tags and explains each of them once', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(ids.every((id) => id !== undefined)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations()) {
      expect([path, operation.tags?.length, operation.summary === undefined]).toEqual([path, 1, false]);
    }
  });

  it('documents problems as such, with their reasons', () => {
    for (const { path, operation } of operations()) {
      for (const [status, response] of Object.entries(operation.responses)) {
        if (Number(status) < 400) continue;
        expect([path, status, Object.keys(response.content ?? {})]).toEqual([
          path,
          status,
          ['application/problem+json'],
        ]);
      }
    }
    const hold = document.paths['/api/v1/events/{event}/hold']?.['put'];
    expect(hold?.responses['409']?.description).toMatch(/`already_reserved`.*`seat_held`/s);
  });

  it('has the headers that matter, numbers as numbers, and the organiser’s token', () => {
    const reserve = document.paths['/api/v1/events/{event}/reservations']?.['post'];
    expect(reserve?.parameters).toContainEqual(
      expect.objectContaining({ name: 'idempotency-key', in: 'header' }),
    );
    const seat = document.paths['/api/v1/seats/{id}'];
    expect(seat?.['get']?.parameters?.[0]?.schema['type']).toBe('integer');
    expect(seat?.['put']?.security).toEqual([{ adminToken: [] }, { organiserSession: [] }]);
  });
});

it('the description can be read by people, in a page that loads nothing from elsewhere', async () => {
  const page = await server.app.inject('/docs/');
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  expect(page.body).not.toMatch(/(src|href)="(https?:)?\/\//);
  for (const [, path = ''] of page.body.matchAll(/(?:src|href)="\.\/([^"]+)"/g)) {
    expect([path, (await server.app.inject(`/docs/${path}`)).statusCode]).toEqual([path, 200]);
  }
});
