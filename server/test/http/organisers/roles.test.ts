import { roles, type OrganiserWithToken, type Problem, type Role } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { asAdmin, createTestApp, type TestApp } from '../../support/app.ts';

/** The least that each of the console's routes takes. */
const needed: Readonly<Record<Role, readonly string[]>> = {
  door: [
    'GET /admin/events',
    'GET /admin/events/{event}',
    'GET /admin/events/{event}/entries',
    'POST /admin/events/{event}/entries',
    'GET /admin/events/{event}/guests',
    'GET /admin/session',
  ],
  desk: [
    'GET /admin/events/{event}/figures',
    'GET /admin/events/{event}/reservations',
    'GET /admin/events/{event}/seats',
    'POST /admin/events/{event}/reservations',
    'DELETE /admin/events/{event}/reservations/{id}',
    'POST /admin/reservations/{id}/open',
  ],
  organiser: [
    'GET /admin/audit',
    'POST /admin/audit/repairs',
    'GET /admin/events/{event}/actions',
    'POST /admin/events/{event}/copy',
    'POST /admin/events/{event}/holds/release',
    'GET /admin/events/{event}/log',
    'POST /admin/events/{event}/rehearsals',
    'GET /admin/events/{event}/rehearsals',
    'DELETE /admin/events/{event}/rehearsals/{id}',
    'GET /admin/events/{event}/rehearsals/{id}/report.html',
    'GET /admin/events/{event}/reservations.csv',
    'POST /admin/events/{event}/reset',
    'POST /admin/events/{event}/sale',
    'POST /admin/persons/erase',
    'POST /admin/persons/export',
    'GET /admin/plan-templates',
    'GET /admin/plan-templates/{template}',
    'GET /admin/plans',
    'POST /admin/plans',
    'GET /admin/plans/{plan}/export',
    'GET /admin/trail',
  ],
  owner: [
    'POST /admin/api-keys',
    'GET /admin/api-keys',
    'DELETE /admin/api-keys/{id}',
    'GET /admin/demonstration',
    'GET /admin/events/{event}/archive',
    'POST /admin/events/{event}/archive',
    'PUT /admin/demonstration',
    'GET /admin/organisers',
    'POST /admin/organisers',
    'PATCH /admin/organisers/{name}',
    'DELETE /admin/organisers/{name}',
    'POST /admin/organisers/{name}/token',
    'POST /admin/webhooks',
    'GET /admin/webhooks',
    'PATCH /admin/webhooks/{id}',
    'DELETE /admin/webhooks/{id}',
    'GET /admin/webhooks/{id}/deliveries',
    'POST /admin/webhooks/{id}/deliveries/{delivery}/resend',
    'POST /admin/webhooks/{id}/rotate',
  ],
};
/** Signing in and out, which is for whoever has a token or a session. */
const forEverybody = ['POST /admin/session', 'DELETE /admin/session'];

let server: TestApp;
afterEach(() => server.close());

/** The console's routes, as the API describes itself. */
async function describedRoutes(): Promise<readonly string[]> {
  const { paths } = (await server.app.inject({ url: '/openapi.json' })).json<{
    paths: Record<string, Record<string, unknown>>;
  }>();
  return Object.entries(paths).flatMap(([path, operations]) =>
    path.startsWith('/api/v1/admin/')
      ? Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.slice('/api/v1'.length)}`)
      : [],
  );
}

describe('the console', () => {
  it('refuses each route to every role that is not enough for it, and to none that is', async () => {
    server = await createTestApp({ settings: { coldRequestsPerMinute: 100_000 } });
    const listed = [...Object.values(needed).flat(), ...forEverybody];
    expect((await describedRoutes()).toSorted()).toEqual(listed.toSorted());

    for (const role of ['organiser', 'desk', 'door'] as const) {
      const made = await server.app.inject({
        method: 'POST',
        url: '/api/v1/admin/organisers',
        headers: asAdmin,
        payload: { name: role === 'organiser' ? 'kim' : role, role },
      });
      const headers = { authorization: `Bearer ${made.json<OrganiserWithToken>().token}` };
      for (const [least, routes] of Object.entries(needed)) {
        const isEnough = roles.indexOf(role) <= roles.indexOf(least as Role);
        for (const route of routes) {
          const [method = '', path = ''] = route.split(' ');
          // What is enough asks for what is not there, so that nothing is done by it.
          const url = `/api/v1${path.replaceAll(/\{\w+\}/g, isEnough ? 'nothing-there' : 'default')}`;
          if (isEnough && !path.includes('{') && method !== 'GET') continue;
          const answer = await server.app.inject({ method: method as 'GET', url, headers });
          const reason = answer.statusCode === 403 ? answer.json<Problem>().reason : 'let in';
          expect(`${role}: ${route}: ${reason}`).toBe(
            `${role}: ${route}: ${isEnough ? 'let in' : 'not_your_role'}`,
          );
        }
      }
    }
  });
});
