import { Type } from '@fastify/type-provider-typebox';
import { ApiKeyInput, ApiKeyList, ApiKeyResult, NewApiKey } from '@jari/contract';
import { refuseKey } from '../idempotency.ts';
import { ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { ORGANISER_SECURITY, problems, nameText } from '../schemas.ts';
import { noteInTrail } from './note-in-trail.ts';
import { withLedger } from '../with-ledger.ts';
import { apiKeyJson, makeApiKey } from './api-key.ts';
import { makeId } from './make-id.ts';

const KeyParams = Type.Object({ id: nameText(40) });
const tags = ['admin'];

/** The owner makes, sees and revokes the keys of shops. */
export const apiKeyRoutes: Routes = (app, context) => {
  const { integrations: keys, keyRing, allow, settings } = context;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };

  app.post(
    '/admin/api-keys',
    {
      config,
      preParsing: allow('owner'),
      schema: {
        operationId: 'createApiKey',
        tags,
        summary: 'Makes a key for a shop’s server; it is shown this once',
        security: ORGANISER_SECURITY,
        body: ApiKeyInput,
        response: { 201: NewApiKey, ...problems('unauthorized', 'not_your_role') },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const { name, scopes, events = null } = request.body;
      const { key, digest, ending } = makeApiKey();
      const kept = await withLedger(
        keys.keepApiKey({ keyId: makeId('ak'), name, digest, ending, scopes, events }),
      );
      keyRing.forget();
      await noteInTrail(context, request, 'api_key.created', { id: kept.keyId, name, scopes });
      reply.code(201).header('cache-control', 'no-store');
      return { success: true as const, api_key: apiKeyJson(kept), key };
    },
  );

  app.get(
    '/admin/api-keys',
    {
      config,
      preParsing: allow('owner'),
      schema: {
        operationId: 'listApiKeys',
        tags,
        summary: 'All keys, revoked ones included, the newest first',
        security: ORGANISER_SECURITY,
        response: { 200: ApiKeyList, ...problems('unauthorized', 'not_your_role') },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return { api_keys: (await withLedger(keys.listApiKeys())).map(apiKeyJson) };
    },
  );

  app.delete(
    '/admin/api-keys/:id',
    {
      config,
      preParsing: allow('owner'),
      schema: {
        operationId: 'revokeApiKey',
        tags,
        summary: 'Revokes a key: good no more here at once, and within two seconds at every server',
        security: ORGANISER_SECURITY,
        params: KeyParams,
        response: { 200: ApiKeyResult, ...problems('unauthorized', 'not_your_role', 'not_found') },
      },
    },
    async (request) => {
      refuseKey(request);
      const revoked = await withLedger(keys.revokeApiKey(request.params.id));
      if (revoked === undefined) throw new ProblemError('not_found');
      keyRing.forget();
      await noteInTrail(context, request, 'api_key.revoked', { id: revoked.keyId, name: revoked.name });
      return { success: true as const, api_key: apiKeyJson(revoked) };
    },
  );
};
