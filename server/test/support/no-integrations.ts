import type { Integrations } from '../../src/ports/integrations.ts';

const refused = (): never => {
  throw new Error('The ledger in memory keeps nothing for integrators: their tests run on PGlite.');
};
const none = () => Promise.resolve([]);

/** What a ledger keeps that knows no integrators: nobody has a key, and nobody is told anything. */
export const noIntegrations: Integrations = {
  keepApiKey: refused,
  listApiKeys: none,
  revokeApiKey: () => Promise.resolve(undefined),
  noteApiKeyUsed: () => Promise.resolve(),
  addWebhook: refused,
  listWebhooks: none,
  changeWebhook: () => Promise.resolve(false),
  removeWebhook: () => Promise.resolve(false),
  hasWebhooks: () => Promise.resolve(false),
  writeDeliveries: () => Promise.resolve(0),
  claimDeliveries: none,
  noteDelivered: () => Promise.resolve(),
  noteFailed: () => Promise.resolve(false),
  listDeliveries: none,
  resendDelivery: () => Promise.resolve(false),
  forgetDeliveries: () => Promise.resolve(),
};
