import { randomBytes } from 'node:crypto';
import { Type } from '@fastify/type-provider-typebox';
import {
  DeliveryList,
  DeliveryState,
  NewWebhook,
  WebhookChange,
  WebhookInput,
  WebhookList,
  WebhookResult,
} from '@jari/contract';
import type { Webhook } from '../../ports/integrations.ts';
import { refuseKey } from '../idempotency.ts';
import { ProblemError } from '../problem.ts';
import type { App, RouteContext, Routes } from '../route-context.ts';
import { problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { makeId } from './make-id.ts';
import { deliveryJson, webhookJson } from './webhook-json.ts';
import { readWebhookUrl } from './webhook-url.ts';

const WebhookParams = Type.Object({ id: Type.String({ maxLength: 40 }) });
const DeliveryParams = Type.Object({
  id: Type.String({ maxLength: 40 }),
  delivery: Type.String({ maxLength: 120 }),
});
const DeliveryQuery = Type.Object({ state: Type.Optional(DeliveryState) }, { additionalProperties: false });
const Nothing = Type.Null({ description: 'Done.' });
const security = [{ adminToken: [] }];
const tags = ['admin'];
const OWNER_REASONS = ['unauthorized', 'forbidden'] as const;
const DELIVERIES_MAX = 100;
/** How long a secret that was replaced still signs beside the new one. */
const FORMER_SECRET_MS = 24 * 3_600_000;

/** The owner says who is told of what, and sees what has become of it. */
export const webhookRoutes: Routes = (app, context) => {
  addEndpoints(app, context);
  addChanges(app, context);
  addDeliveries(app, context);
};

function addEndpoints(app: App, { ledger, webhooks, requireAdmin, settings }: RouteContext): void {
  const store = ledger.integrations;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };

  app.post(
    '/admin/webhooks',
    {
      config,
      preParsing: requireAdmin,
      schema: {
        operationId: 'createWebhook',
        tags,
        summary: 'Has an address told of what happens from now on; the secret is shown this once',
        security,
        body: WebhookInput,
        response: { 201: NewWebhook, ...problems(...OWNER_REASONS) },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const { types, events = null } = request.body;
      const url = readWebhookUrl(request.body.url, settings.allowsPrivateWebhooks);
      const secret = makeSecret();
      const added = await withLedger(
        store.addWebhook({ endpointId: makeId('wh'), url, types, events, secret }),
      );
      webhooks.wake();
      reply.code(201).header('cache-control', 'no-store');
      return { success: true as const, webhook: webhookJson(added), secret };
    },
  );

  app.get(
    '/admin/webhooks',
    {
      config,
      preParsing: requireAdmin,
      schema: {
        operationId: 'listWebhooks',
        tags,
        summary: 'All webhooks, the newest first',
        security,
        response: { 200: WebhookList, ...problems(...OWNER_REASONS) },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return { webhooks: (await withLedger(store.listWebhooks())).map(webhookJson) };
    },
  );

  app.delete(
    '/admin/webhooks/:id',
    {
      config,
      preParsing: requireAdmin,
      schema: {
        operationId: 'deleteWebhook',
        tags,
        summary: 'Tells an address nothing more, and forgets what it was to be told',
        security,
        params: WebhookParams,
        response: { 204: Nothing, ...problems(...OWNER_REASONS, 'not_found') },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      if (!(await withLedger(store.removeWebhook(request.params.id)))) throw new ProblemError('not_found');
      reply.code(204).send(null);
    },
  );
}

function addChanges(app: App, { ledger, webhooks, requireAdmin, settings }: RouteContext): void {
  const store = ledger.integrations;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };

  app.patch(
    '/admin/webhooks/:id',
    {
      config,
      preParsing: requireAdmin,
      schema: {
        operationId: 'changeWebhook',
        tags,
        summary:
          'Changes address or types, or switches it off and on; what happened while it was off is told then',
        security,
        params: WebhookParams,
        body: WebhookChange,
        response: { 200: WebhookResult, ...problems(...OWNER_REASONS, 'not_found') },
      },
    },
    async (request) => {
      refuseKey(request);
      const { url: given, types, enabled: isEnabled } = request.body;
      const url = given === undefined ? undefined : readWebhookUrl(given, settings.allowsPrivateWebhooks);
      const isThere = await withLedger(store.changeWebhook(request.params.id, { url, types, isEnabled }));
      if (!isThere) throw new ProblemError('not_found');
      webhooks.wake();
      return { success: true as const, webhook: webhookJson(await find(store, request.params.id)) };
    },
  );

  app.post(
    '/admin/webhooks/:id/rotate',
    {
      config,
      preParsing: requireAdmin,
      schema: {
        operationId: 'rotateWebhookSecret',
        tags,
        summary: 'Makes a new secret, shown this once; for a day the former one signs as well',
        security,
        params: WebhookParams,
        response: { 200: NewWebhook, ...problems(...OWNER_REASONS, 'not_found') },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const value = makeSecret();
      const change = { secret: { value, formerForMs: FORMER_SECRET_MS } };
      if (!(await withLedger(store.changeWebhook(request.params.id, change))))
        throw new ProblemError('not_found');
      reply.header('cache-control', 'no-store');
      const webhook = webhookJson(await find(store, request.params.id));
      return { success: true as const, webhook, secret: value };
    },
  );
}

function addDeliveries(app: App, { ledger, webhooks, requireAdmin, settings }: RouteContext): void {
  const store = ledger.integrations;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };

  app.get(
    '/admin/webhooks/:id/deliveries',
    {
      config,
      preParsing: requireAdmin,
      schema: {
        operationId: 'listDeliveries',
        tags,
        summary: `The latest ${DELIVERIES_MAX} deliveries, and what has become of each`,
        security,
        params: WebhookParams,
        querystring: DeliveryQuery,
        response: { 200: DeliveryList, ...problems(...OWNER_REASONS) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { id } = request.params;
      const deliveries = await withLedger(store.listDeliveries(id, request.query.state, DELIVERIES_MAX));
      return { deliveries: deliveries.map(deliveryJson) };
    },
  );

  app.post(
    '/admin/webhooks/:id/deliveries/:delivery/resend',
    {
      config,
      preParsing: requireAdmin,
      schema: {
        operationId: 'resendDelivery',
        tags,
        summary: 'Sends a delivery again, whatever became of it',
        security,
        params: DeliveryParams,
        response: { 204: Nothing, ...problems(...OWNER_REASONS, 'not_found') },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const { id: endpointId, delivery: messageId } = request.params;
      if (!(await withLedger(store.resendDelivery({ endpointId, messageId }))))
        throw new ProblemError('not_found');
      webhooks.wake();
      reply.code(204).send(null);
    },
  );
}

async function find(store: RouteContext['ledger']['integrations'], id: string): Promise<Webhook> {
  const found = (await withLedger(store.listWebhooks())).find(({ endpointId }) => endpointId === id);
  if (found === undefined) throw new ProblemError('not_found');
  return found;
}

function makeSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
