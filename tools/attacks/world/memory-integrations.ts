import type {
  ApiKey,
  DeliveryName,
  DeliveryRecord,
  DeliveryState,
  Integrations,
  NewApiKey,
  NewWebhook,
  Webhook,
  WebhookChange,
} from '../../../server/src/ports/integrations.ts';

/** Keys and webhooks in memory, with a delivery for each webhook that never leaves: enough to be asked about. */
export class MemoryIntegrations implements Integrations {
  private readonly keys = new Map<string, ApiKey>();
  private readonly hooks = new Map<string, Webhook>();

  keepApiKey(key: NewApiKey): Promise<ApiKey> {
    const kept = { ...key, createdAt: Date.now(), lastUsedAt: null, revokedAt: null };
    this.keys.set(key.keyId, kept);
    return Promise.resolve(kept);
  }

  listApiKeys(): Promise<readonly ApiKey[]> {
    return Promise.resolve([...this.keys.values()].reverse());
  }

  revokeApiKey(keyId: string): Promise<ApiKey | undefined> {
    const key = this.keys.get(keyId);
    if (key === undefined) return Promise.resolve(undefined);
    const revoked = { ...key, revokedAt: key.revokedAt ?? Date.now() };
    this.keys.set(keyId, revoked);
    return Promise.resolve(revoked);
  }

  noteApiKeyUsed(keyId: string): Promise<void> {
    const key = this.keys.get(keyId);
    if (key !== undefined) this.keys.set(keyId, { ...key, lastUsedAt: Date.now() });
    return Promise.resolve();
  }

  addWebhook({ secret: _kept, ...endpoint }: NewWebhook): Promise<Webhook> {
    const hook: Webhook = {
      ...endpoint,
      createdAt: Date.now(),
      failingSince: null,
      disabledAt: null,
      disabledBy: null,
      waiting: 1,
      dead: 0,
    };
    this.hooks.set(hook.endpointId, hook);
    return Promise.resolve(hook);
  }

  listWebhooks(): Promise<readonly Webhook[]> {
    return Promise.resolve([...this.hooks.values()].reverse());
  }

  changeWebhook(endpointId: string, { url, types, isEnabled }: WebhookChange): Promise<boolean> {
    const hook = this.hooks.get(endpointId);
    if (hook === undefined) return Promise.resolve(false);
    const isOff = isEnabled === undefined ? hook.disabledAt !== null : !isEnabled;
    this.hooks.set(endpointId, {
      ...hook,
      url: url ?? hook.url,
      types: types ?? hook.types,
      disabledAt: isOff ? Date.now() : null,
      disabledBy: isOff ? 'owner' : null,
    });
    return Promise.resolve(true);
  }

  removeWebhook(endpointId: string): Promise<boolean> {
    return Promise.resolve(this.hooks.delete(endpointId));
  }

  hasWebhooks(): Promise<boolean> {
    return Promise.resolve(this.hooks.size > 0);
  }

  listDeliveries(endpointId: string, state: DeliveryState | undefined): Promise<readonly DeliveryRecord[]> {
    const hook = this.hooks.get(endpointId);
    if (hook === undefined || (state ?? 'waiting') !== 'waiting') return Promise.resolve([]);
    return Promise.resolve([
      {
        ...{
          messageId: messageOf(endpointId),
          eventId: 'default',
          sequence: 1,
          type: 'seat.blocked',
          body: '{}',
        },
        ...{
          madeAt: hook.createdAt,
          state: 'waiting',
          attempts: 0,
          dueAt: hook.createdAt,
          answerStatus: null,
        },
        ...{ failure: null, deliveredAt: null },
      } satisfies DeliveryRecord,
    ]);
  }

  resendDelivery({ endpointId, messageId }: DeliveryName): Promise<boolean> {
    return Promise.resolve(this.hooks.has(endpointId) && messageId === messageOf(endpointId));
  }

  writeDeliveries = () => Promise.resolve(0);
  claimDeliveries = () => Promise.resolve([]);
  noteDelivered = () => Promise.resolve();
  noteFailed = () => Promise.resolve(false);
  forgetDeliveries = () => Promise.resolve();
}

function messageOf(endpointId: string): string {
  return `message-of-${endpointId}`;
}
