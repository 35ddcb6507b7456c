import { Type } from '@fastify/type-provider-typebox';
import {
  NewOrganiser,
  Organiser,
  OrganiserChange,
  OrganiserList,
  OrganiserName,
  OrganiserWithToken,
  OWNER_NAME,
} from '@jari/contract';
import type { OrganiserRecord } from '../../ports/organiser-store.ts';
import { refuseKey } from '../idempotency.ts';
import { invalid, ProblemError } from '../problem.ts';
import type { App, RouteContext, Routes } from '../route-context.ts';
import { ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { actorOf } from './organiser-of.ts';
import { newToken, sha256Hex } from './organiser-tokens.ts';

const OrganiserParams = Type.Object({ name: OrganiserName });

/** The owner says who else works for the house. */
export const organiserRoutes: Routes = (app, context) => {
  addListAndNew(app, context);
  addChanges(app, context);
};

function addListAndNew(app: App, { allow, organisers, trail, offices, settings }: RouteContext): void {
  const { store } = organisers;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };
  const preParsing = allow('owner');
  const shared = { tags: ['admin'], security: ORGANISER_SECURITY };

  app.get(
    '/admin/organisers',
    {
      config,
      preParsing,
      schema: {
        ...shared,
        operationId: 'listOrganisers',
        summary: 'Who works for the house',
        response: { 200: OrganiserList, ...problems('unauthorized', 'not_your_role') },
      },
    },
    async () => ({ organisers: (await withLedger(store.list())).map(organiserJson) }),
  );

  app.post(
    '/admin/organisers',
    {
      config,
      preParsing,
      schema: {
        ...shared,
        operationId: 'createOrganiser',
        summary: 'Makes somebody an organiser; their token is told this once',
        body: NewOrganiser,
        response: { 201: OrganiserWithToken, ...problems('unauthorized', 'not_your_role') },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const { name, role } = request.body;
      if (name === OWNER_NAME) throw invalid('name', 'is that of the server’s own token');
      const token = newToken();
      const at = Math.floor(offices.wallNow());
      const made = await withLedger(store.create({ name, role, tokenHash: sha256Hex(token), at }));
      if (made === 'taken') throw invalid('name', 'is taken: there is an organiser of this name already');
      const noted = {
        actor: actorOf(request),
        action: 'organiser.created',
        eventId: null,
        detail: { name, role },
      };
      await withLedger(trail.note(noted));
      reply.code(201).header('cache-control', 'no-store');
      return { organiser: organiserJson(made), token };
    },
  );
}

function addChanges(app: App, { allow, organisers, trail, offices, settings }: RouteContext): void {
  const { store } = organisers;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };
  const preParsing = allow('owner');
  const shared = { tags: ['admin'], security: ORGANISER_SECURITY, params: OrganiserParams };
  const refusals = problems('unauthorized', 'not_your_role', 'not_found');
  const note = (request: Parameters<typeof actorOf>[0], action: string, detail: Record<string, string>) =>
    withLedger(trail.note({ actor: actorOf(request), action, eventId: null, detail }));

  app.patch(
    '/admin/organisers/:name',
    {
      config,
      preParsing,
      schema: {
        ...shared,
        operationId: 'changeOrganiser',
        summary: 'Gives an organiser another role; all their sessions end',
        body: OrganiserChange,
        response: { 200: Organiser, ...refusals },
      },
    },
    async (request) => {
      refuseKey(request);
      const { name } = request.params;
      const { role } = request.body;
      const changed = present(await withLedger(store.change(name, { role })));
      await note(request, 'organiser.changed', { name, role });
      return organiserJson(changed);
    },
  );

  app.post(
    '/admin/organisers/:name/token',
    {
      config,
      preParsing,
      schema: {
        ...shared,
        operationId: 'renewOrganiserToken',
        summary: 'Gives an organiser a new token, told this once; the old one and all sessions end',
        response: { 200: OrganiserWithToken, ...refusals },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const { name } = request.params;
      const token = newToken();
      const made = { tokenHash: sha256Hex(token), at: Math.floor(offices.wallNow()) };
      const changed = present(await withLedger(store.change(name, { token: made })));
      await note(request, 'organiser.token_renewed', { name });
      reply.header('cache-control', 'no-store');
      return { organiser: organiserJson(changed), token };
    },
  );

  app.delete(
    '/admin/organisers/:name',
    {
      config,
      preParsing,
      schema: {
        ...shared,
        operationId: 'removeOrganiser',
        summary: 'Removes an organiser, who is out at once, at every server',
        response: { 200: Type.Object({ success: Type.Literal(true) }), ...refusals },
      },
    },
    async (request) => {
      refuseKey(request);
      const { name } = request.params;
      if (!(await withLedger(store.remove(name)))) throw unknownOrganiser();
      await note(request, 'organiser.removed', { name });
      return { success: true as const };
    },
  );
}

function present(organiser: OrganiserRecord | undefined): OrganiserRecord {
  if (organiser === undefined) throw unknownOrganiser();
  return organiser;
}

function unknownOrganiser(): ProblemError {
  return new ProblemError('not_found', { detail: 'There is no organiser of this name.' });
}

function organiserJson({ name, role, createdAt, tokenMadeAt }: OrganiserRecord): Organiser {
  return {
    name,
    role,
    created_at: new Date(createdAt).toISOString(),
    token_made_at: new Date(tokenMadeAt).toISOString(),
  };
}
