import type { Scope, WebhookType } from '@jari/contract';

/**
 * What the ledger keeps for integrators: the keys of shops, and who is told of what. It lies beside the log, because
 * what a webhook has to be told is read off the log.
 */
export interface Integrations extends ApiKeys, Webhooks {}

export interface ApiKeys {
  keepApiKey(key: NewApiKey): Promise<ApiKey>;
  /** Revoked ones included, the newest first. */
  listApiKeys(): Promise<readonly ApiKey[]>;
  /** Undefined when there is no such key; revoking again changes nothing. */
  revokeApiKey(keyId: string): Promise<ApiKey | undefined>;
  noteApiKeyUsed(keyId: string): Promise<void>;
}

export interface NewApiKey {
  readonly keyId: string;
  /** Stands in the log for what is done with it. Keys of one name are one integration. */
  readonly name: string;
  /** SHA-256 of the key, in hex. */
  readonly digest: string;
  /** The key's last characters. */
  readonly ending: string;
  readonly scopes: readonly Scope[];
  /** Null: all events. */
  readonly events: readonly string[] | null;
}

export interface ApiKey extends NewApiKey {
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

export interface Webhooks {
  /** The endpoint is told of everything from now on. */
  addWebhook(endpoint: NewWebhook): Promise<Webhook>;
  /** The newest first. */
  listWebhooks(): Promise<readonly Webhook[]>;
  /** What is undefined stays as it is. False: there is no such endpoint. */
  changeWebhook(endpointId: string, change: WebhookChange): Promise<boolean>;
  /** False: there is no such endpoint. */
  removeWebhook(endpointId: string): Promise<boolean>;
  /** Whether any endpoint is enabled. */
  hasWebhooks(): Promise<boolean>;

  /**
   * Reads off the log what endpoints have to be told and writes it out as deliveries, each exactly once, however many
   * servers do so. Resolves with how much there was; call again while that is not 0.
   */
  writeDeliveries(): Promise<number>;

  /**
   * Deliveries that are due, in the order of their events. Whoever takes them says within `leaseMs` what came of each,
   * or another may take them: a receiver can get one twice, and none is lost with the server that took it.
   */
  claimDeliveries(limit: number, leaseMs: number): Promise<readonly Delivery[]>;
  noteDelivered(delivery: DeliveryName, status: number): Promise<void>;
  /** Resolves with whether the endpoint is switched off now. */
  noteFailed(delivery: DeliveryName, failure: DeliveryFailure): Promise<boolean>;

  /** The newest first. */
  listDeliveries(
    endpointId: string,
    state: DeliveryState | undefined,
    limit: number,
  ): Promise<readonly DeliveryRecord[]>;
  /** False: there is no such delivery. */
  resendDelivery(delivery: DeliveryName): Promise<boolean>;
  /** Forgets what is over and older than this. */
  forgetDeliveries(olderThanMs: number): Promise<void>;
}

export interface NewWebhook {
  readonly endpointId: string;
  readonly url: string;
  readonly types: readonly WebhookType[];
  /** Null: all events. */
  readonly events: readonly string[] | null;
  readonly secret: string;
}

export interface Webhook extends Omit<NewWebhook, 'secret'> {
  readonly createdAt: number;
  /** Since when no delivery has succeeded; null while they do. */
  readonly failingSince: number | null;
  readonly disabledAt: number | null;
  readonly disabledBy: 'failing' | 'owner' | null;
  /** Deliveries on their way, and those given up. */
  readonly waiting: number;
  readonly dead: number;
}

export interface WebhookChange {
  readonly url?: string | undefined;
  readonly types?: readonly WebhookType[] | undefined;
  /** The former secret signs as well for a while. */
  readonly secret?: { readonly value: string; readonly formerForMs: number } | undefined;
  readonly isEnabled?: boolean | undefined;
}

export interface DeliveryName {
  readonly endpointId: string;
  /** The same at every endpoint and every attempt. */
  readonly messageId: string;
}

export interface Delivery extends DeliveryName {
  readonly eventId: string;
  readonly sequence: number;
  readonly url: string;
  /** The one in use first. */
  readonly secrets: readonly string[];
  /** The very bytes that are signed and sent. */
  readonly body: string;
  /** This one included. */
  readonly attempts: number;
}

export interface DeliveryFailure {
  /** Null: no answer came. */
  readonly status: number | null;
  readonly what: string;
  /** Null: this was the last attempt. */
  readonly againInMs: number | null;
  /** An endpoint without a success for so long is switched off. */
  readonly disableAfterMs: number;
}

export type DeliveryState = 'waiting' | 'delivered' | 'dead';

export interface DeliveryRecord {
  readonly messageId: string;
  readonly eventId: string;
  readonly sequence: number;
  readonly type: WebhookType;
  readonly body: string;
  readonly madeAt: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly dueAt: number;
  readonly answerStatus: number | null;
  readonly failure: string | null;
  readonly deliveredAt: number | null;
}
