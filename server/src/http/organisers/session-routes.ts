import { Type } from '@fastify/type-provider-typebox';
import { OrganiserSession, SignIn } from '@jari/contract';
import type { SessionOwner } from '../../ports/organiser-store.ts';
import { ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { ORGANISER_SECURITY, problems } from '../schemas.ts';
import { organiserOf, OWNER, type SignedIn } from './organiser-of.ts';
import { printOf } from './organiser-tokens.ts';

/** Signing in and out on the organiser's side. */
export const organiserSessionRoutes: Routes = (app, { allow, organisers, settings }) => {
  const { guard, sessions } = organisers;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };

  app.post(
    '/admin/session',
    {
      config,
      schema: {
        operationId: 'signIn',
        tags: ['admin'],
        summary: 'Signs in with a token: a session cookie that no script can read',
        security: [],
        body: SignIn,
        response: { 200: OrganiserSession, ...problems('unauthorized', 'forbidden', 'rate_limited') },
      },
    },
    async (request, reply) => {
      // Also where there is no cookie yet: else another site could sign somebody in as whom it likes.
      guard.refuseForeignPages(request);
      const found = await guard.whoseToken(request, request.body.token);
      const opened = await sessions.open((id): SessionOwner => {
        if ('ownerToken' in found) return { name: null, ownerPrint: printOf(id, found.ownerToken) };
        return { name: found.name, version: found.version };
      });
      if (opened === undefined) throw new ProblemError('unauthorized');
      const former = guard.sessionIdOf(request);
      if (former !== undefined) await sessions.end(former);
      reply.header('cache-control', 'no-store').header('set-cookie', opened.header);
      const { name, role } = 'ownerToken' in found ? OWNER : found;
      return sessionJson({ name, role, by: 'session', expiresAt: opened.expiresAt });
    },
  );

  app.get(
    '/admin/session',
    {
      config,
      preParsing: allow('door'),
      schema: {
        operationId: 'getOrganiserSession',
        tags: ['admin'],
        summary: 'Who I am on the organiser’s side, and what I may do',
        security: ORGANISER_SECURITY,
        response: { 200: OrganiserSession, ...problems('unauthorized', 'forbidden', 'rate_limited') },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'no-store');
      return sessionJson(organiserOf(request));
    },
  );

  app.delete(
    '/admin/session',
    {
      config,
      schema: {
        operationId: 'signOut',
        tags: ['admin'],
        summary: 'Signs out: the session ends, here and everywhere',
        security: ORGANISER_SECURITY,
        response: { 200: Type.Object({ success: Type.Literal(true) }), ...problems('forbidden') },
      },
    },
    async (request, reply) => {
      guard.refuseForeignPages(request);
      const id = guard.sessionIdOf(request);
      if (id !== undefined) await sessions.end(id);
      reply.header('cache-control', 'no-store').header('set-cookie', sessions.cookies.toEnd());
      return { success: true as const };
    },
  );
};

function sessionJson({ name, role, by, expiresAt }: SignedIn): OrganiserSession {
  return { name, role, by, expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString() };
}
