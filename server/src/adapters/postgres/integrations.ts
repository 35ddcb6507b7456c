import type { Scope, WebhookType } from '@jari/contract';
import type {
  ApiKey,
  Delivery,
  DeliveryFailure,
  DeliveryName,
  DeliveryRecord,
  DeliveryState,
  Integrations,
  NewApiKey,
  NewWebhook,
  Webhook,
  WebhookChange,
} from '../../ports/integrations.ts';
import type { Runner } from './runner.ts';
import { integrationStatements as statements } from './statements.ts';

/** How many cursors, and how many changes of each, are written out in one statement. */
const CURSORS_AT_ONCE = 20;
const CHANGES_AT_ONCE = 500;

interface ApiKeyRow {
  readonly key_id: string;
  readonly name: string;
  readonly digest: string;
  readonly ending: string;
  readonly scopes: readonly Scope[];
  readonly events: readonly string[] | null;
  readonly created_at: number;
  readonly last_used_at: number | null;
  readonly revoked_at: number | null;
}

interface WebhookRow {
  readonly endpoint_id: string;
  readonly url: string;
  readonly types: readonly WebhookType[];
  readonly events: readonly string[] | null;
  readonly created_at: number;
  readonly failing_since: number | null;
  readonly disabled_at: number | null;
  readonly disabled_by: Webhook['disabledBy'];
  readonly waiting: number;
  readonly dead: number;
}

interface DeliveryRow {
  readonly endpoint_id: string;
  readonly message_id: string;
  readonly event_id: string;
  readonly sequence: number;
  readonly body: string;
  readonly attempts: number;
  readonly url: string;
  readonly secret: string;
  readonly former_secret: string | null;
}

interface DeliveryRecordRow {
  readonly message_id: string;
  readonly event_id: string;
  readonly sequence: number;
  readonly type: WebhookType;
  readonly body: string;
  readonly made_at: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly due_at: number;
  readonly answer_status: number | null;
  readonly failure: string | null;
  readonly delivered_at: number | null;
}

/** What is kept for integrators, in the ledger's database. None of it is waited for without an end. */
export class PostgresIntegrations implements Integrations {
  constructor(private readonly runner: Runner) {}

  async keepApiKey({ keyId, name, digest, ending, scopes, events }: NewApiKey): Promise<ApiKey> {
    const values = [keyId, name, digest, ending, scopes, events];
    return toApiKey(one(await this.runner.write<ApiKeyRow>(statements.keepApiKey, values)));
  }

  async listApiKeys(): Promise<readonly ApiKey[]> {
    return (await this.runner.read<ApiKeyRow>(statements.listApiKeys)).map(toApiKey);
  }

  async revokeApiKey(keyId: string): Promise<ApiKey | undefined> {
    const [row] = await this.runner.write<ApiKeyRow>(statements.revokeApiKey, [keyId]);
    return row === undefined ? undefined : toApiKey(row);
  }

  async noteApiKeyUsed(keyId: string): Promise<void> {
    await this.runner.write(statements.noteApiKeyUsed, [keyId]);
  }

  async addWebhook({ endpointId, url, types, events, secret }: NewWebhook): Promise<Webhook> {
    const values = [endpointId, url, types, events, secret];
    return toWebhook(one(await this.runner.write<WebhookRow>(statements.addWebhook, values)));
  }

  async listWebhooks(): Promise<readonly Webhook[]> {
    return (await this.runner.read<WebhookRow>(statements.listWebhooks)).map(toWebhook);
  }

  async changeWebhook(endpointId: string, change: WebhookChange): Promise<boolean> {
    const { url, types, secret, isEnabled } = change;
    const values = [endpointId, url, types, secret?.value, secret?.formerForMs, isEnabled];
    return (await this.runner.write(statements.changeWebhook, values)).length > 0;
  }

  async removeWebhook(endpointId: string): Promise<boolean> {
    return (await this.runner.write(statements.removeWebhook, [endpointId])).length > 0;
  }

  async hasWebhooks(): Promise<boolean> {
    return one(await this.runner.read<{ has_any: boolean }>(statements.hasWebhooks)).has_any;
  }

  async writeDeliveries(): Promise<number> {
    await this.runner.write(statements.beginWebhookCursors, []);
    const values = [CURSORS_AT_ONCE, CHANGES_AT_ONCE];
    return one(await this.runner.write<{ moved: number }>(statements.writeDeliveries, values)).moved;
  }

  async claimDeliveries(limit: number, leaseMs: number): Promise<readonly Delivery[]> {
    const rows = await this.runner.write<DeliveryRow>(statements.claimDeliveries, [limit, leaseMs]);
    // An update gives its rows in no order.
    return rows.map(toDelivery).sort(byEvent);
  }

  async noteDelivered({ endpointId, messageId }: DeliveryName, status: number): Promise<void> {
    await this.runner.write(statements.noteDelivered, [endpointId, messageId, status]);
  }

  async noteFailed({ endpointId, messageId }: DeliveryName, failure: DeliveryFailure): Promise<boolean> {
    const { status, what, againInMs, disableAfterMs } = failure;
    const values = [endpointId, messageId, status, what, againInMs, disableAfterMs];
    const [row] = await this.runner.write<{ disabled_by: string | null }>(statements.noteFailed, values);
    return (row?.disabled_by ?? null) !== null;
  }

  async listDeliveries(
    endpointId: string,
    state: DeliveryState | undefined,
    limit: number,
  ): Promise<readonly DeliveryRecord[]> {
    const values = [endpointId, state, limit];
    return (await this.runner.read<DeliveryRecordRow>(statements.listDeliveries, values)).map(
      toDeliveryRecord,
    );
  }

  async resendDelivery({ endpointId, messageId }: DeliveryName): Promise<boolean> {
    return (await this.runner.write(statements.resendDelivery, [endpointId, messageId])).length > 0;
  }

  async forgetDeliveries(olderThanMs: number): Promise<void> {
    await this.runner.write(statements.forgetDeliveries, [olderThanMs]);
  }
}

function one<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('The database gave no row where there always is one.');
  return row;
}

function byEvent(a: Delivery, b: Delivery): number {
  if (a.eventId !== b.eventId) return a.eventId < b.eventId ? -1 : 1;
  return a.sequence - b.sequence;
}

function toApiKey(row: ApiKeyRow): ApiKey {
  const { key_id: keyId, name, digest, ending, scopes, events } = row;
  const when = { createdAt: row.created_at, lastUsedAt: row.last_used_at, revokedAt: row.revoked_at };
  return { keyId, name, digest, ending, scopes, events, ...when };
}

function toWebhook(row: WebhookRow): Webhook {
  const { endpoint_id: endpointId, url, types, events, waiting, dead } = row;
  return {
    ...{ endpointId, url, types, events, waiting, dead },
    createdAt: row.created_at,
    failingSince: row.failing_since,
    disabledAt: row.disabled_at,
    disabledBy: row.disabled_by,
  };
}

function toDelivery(row: DeliveryRow): Delivery {
  const { endpoint_id: endpointId, message_id: messageId, event_id: eventId } = row;
  const { sequence, body, attempts, url, secret, former_secret: former } = row;
  const secrets = former === null ? [secret] : [secret, former];
  return { endpointId, messageId, eventId, sequence, body, attempts, url, secrets };
}

function toDeliveryRecord(row: DeliveryRecordRow): DeliveryRecord {
  const { sequence, type, body, state, attempts, failure } = row;
  return {
    ...{ messageId: row.message_id, eventId: row.event_id, sequence, type, body, state, attempts, failure },
    madeAt: row.made_at,
    dueAt: row.due_at,
    answerStatus: row.answer_status,
    deliveredAt: row.delivered_at,
  };
}
