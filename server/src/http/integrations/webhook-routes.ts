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
import { ORGANISER_SECURITY, problems, nameText } from '../schemas.ts';
import { noteInTrail } from './note-in-trail.ts';
import { withLedger } from '../with-ledger.ts';
import { makeId } from './make-id.ts';
import { deliveryJson, webhookJson } from './webhook-json.ts';
import { readWebhookUrl } from './webhook-url.ts';

const WebhookParams = Type.Object({ id: nameText(40) });
const DeliveryParams = Type.Object({
  id: nameText(40),
  delivery: nameText(120),
});
const DeliveryQuery = Type.Object({ state: Type.Optional(DeliveryState) }, { additionalProperties: false });
const Nothing = Type.Null({ description: 'Done.' });
const tags = ['admin'];
const OWNER_REASONS = ['unauthorized', 'not_your_role'] as const;
const DELIVERIES_MAX = 100;
/** How long a secret that was replaced still signs beside the new one. */
const FORMER_SECRET_MS = 24 * 3_600_000;

/** The owner says who is told of what, and sees what has become of it. */
export const webhookRoutes: Routes = (app, context) => {
  addEndpoints(app, context);
  addChanges(app, context);
  addDeliveries(app, context);
};

function addEndpoints(app: App, context: RouteContext): void {
  const { integrations: store, webhooks, allow, settings } = context;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };

  app.post(
    '/admin/webhooks',
    {
      config,
      preParsing: allow('owner'),
      schema: {
        operationId: 'createWebhook',
        tags,
        summary: 'Has an address told of what happens from now on; the secret is shown this once',
        security: ORGANISER_SECURITY,
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
      await noteInTrail(context, request, 'webhook.created', {
        id: added.endpointId,
        host: hostOf(url),
        types,
      });
      reply.code(201).header('cache-control', 'no-store');
      return { success: true as const, webhook: webhookJson(added), secret };
    },
  );

  app.get(
    '/admin/webhooks',
    {
      config,
      preParsing: allow('owner'),
      schema: {
        operationId: 'listWebhooks',
        tags,
        summary: 'All webhooks, the newest first',
        security: ORGANISER_SECURITY,
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
      preParsing: allow('owner'),
      schema: {
        operationId: 'deleteWebhook',
        tags,
        summary: 'Tells an address nothing more, and forgets what it was to be told',
        security: ORGANISER_SECURITY,
        params: WebhookParams,
        response: { 204: Nothing, ...problems(...OWNER_REASONS, 'not_found') },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      if (!(await withLedger(store.removeWebhook(request.params.id)))) throw new ProblemError('not_found');
      await noteInTrail(context, request, 'webhook.deleted', { id: request.params.id });
      reply.code(204).send(null);
    },
  );
}

function addChanges(app: App, context: RouteContext): void {
  const { integrations: store, webhooks, allow, settings } = context;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };

  app.patch(
    '/admin/webhooks/:id',
    {
      config,
      preParsing: allow('owner'),
      schema: {
        operationId: 'changeWebhook',
        tags,
        summary:
          'Changes address or types, or switches it off and on; what happened while it was off is told then',
        security: ORGANISER_SECURITY,
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
      const changed = {
        ...(url === undefined ? {} : { host: hostOf(url) }),
        ...(types && { types }),
        ...(isEnabled === undefined ? {} : { enabled: isEnabled }),
      };
      await noteInTrail(context, request, 'webhook.changed', { id: request.params.id, ...changed });
      return { success: true as const, webhook: webhookJson(await find(store, request.params.id)) };
    },
  );

  app.post(
    '/admin/webhooks/:id/rotate',
    {
      config,
      preParsing: allow('owner'),
      schema: {
        operationId: 'rotateWebhookSecret',
        tags,
        summary: 'Makes a new secret, shown this once; for a day the former one signs as well',
        security: ORGANISER_SECURITY,
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
      await noteInTrail(context, request, 'webhook.rotated', { id: request.params.id });
      reply.header('cache-control', 'no-store');
      const webhook = webhookJson(await find(store, request.params.id));
      return { success: true as const, webhook, secret: value };
    },
  );
}

function addDeliveries(app: App, context: RouteContext): void {
  const { integrations: store, webhooks, allow, settings } = context;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };

  app.get(
    '/admin/webhooks/:id/deliveries',
    {
      config,
      preParsing: allow('owner'),
      schema: {
        operationId: 'listDeliveries',
        tags,
        summary: `The latest ${DELIVERIES_MAX} deliveries, and what has become of each`,
        security: ORGANISER_SECURITY,
        params: WebhookParams,
        querystring: DeliveryQuery,
        response: { 200: DeliveryList, ...problems(...OWNER_REASONS, 'not_found') },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { id } = request.params;
      const deliveries = await withLedger(store.listDeliveries(id, request.query.state, DELIVERIES_MAX));
      // None is what a quiet webhook has, too, and one that is not there has.
      if (deliveries.length === 0) await find(store, id);
      return { deliveries: deliveries.map(deliveryJson) };
    },
  );

  app.post(
    '/admin/webhooks/:id/deliveries/:delivery/resend',
    {
      config,
      preParsing: allow('owner'),
      schema: {
        operationId: 'resendDelivery',
        tags,
        summary: 'Sends a delivery again, whatever became of it',
        security: ORGANISER_SECURITY,
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
      await noteInTrail(context, request, 'webhook.resent', { id: endpointId, message: messageId });
      reply.code(204).send(null);
    },
  );
}

async function find(store: RouteContext['integrations'], id: string): Promise<Webhook> {
  const found = (await withLedger(store.listWebhooks())).find(({ endpointId }) => endpointId === id);
  if (found === undefined) throw new ProblemError('not_found');
  return found;
}

function makeSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** An address may hold a secret of the receiver's; of the trail its host is enough. */
function hostOf(url: string): string {
  return new URL(url).host;
}
