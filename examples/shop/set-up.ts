import type { NewApiKey, NewWebhook } from '@jari/contract';

export interface SetUp {
  /** Where Jari is. */
  readonly jari: string;
  /** The owner's token. In life the owner makes both in the console, at /admin/integrations. */
  readonly adminToken: string;
  /** Where this shop is. */
  readonly shop: string;
}

/** What a shop is given by the owner of the house, once: a key, and the secret of its webhook. */
export async function setUp({ jari, adminToken, shop }: SetUp) {
  const ask = async <T>(path: string, body: object): Promise<T> => {
    const answer = await fetch(`${jari}/api/v1/admin/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`Jari answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const scopes = ['reservations:write', 'reservations:read', 'holds:extend', 'events:read'];
  const types = ['reservation.created', 'reservation.cancelled'];
  const { key } = await ask<NewApiKey>('api-keys', { name: 'Example shop', scopes });
  const { secret } = await ask<NewWebhook>('webhooks', { url: `${shop}/webhooks/jari`, types });
  return { apiKey: key, webhookSecret: secret };
}
