import type { Delivery, Webhook } from '@jari/contract';
import type { DeliveryRecord, Webhook as WebhookRecord } from '../../ports/integrations.ts';

export function webhookJson(webhook: WebhookRecord): Webhook {
  return {
    id: webhook.endpointId,
    url: webhook.url,
    types: [...webhook.types],
    events: webhook.events === null ? null : [...webhook.events],
    created_at: iso(webhook.createdAt),
    state: stateOf(webhook),
    failing_since: isoOrNull(webhook.failingSince),
    disabled_by: webhook.disabledBy,
    waiting: webhook.waiting,
    dead: webhook.dead,
  };
}

export function deliveryJson(delivery: DeliveryRecord): Delivery {
  return {
    id: delivery.messageId,
    type: delivery.type,
    event: delivery.eventId,
    sequence: delivery.sequence,
    state: delivery.state,
    attempts: delivery.attempts,
    made_at: iso(delivery.madeAt),
    next_attempt_at: delivery.state === 'waiting' ? iso(delivery.dueAt) : null,
    delivered_at: isoOrNull(delivery.deliveredAt),
    answer_status: delivery.answerStatus,
    failure: delivery.failure,
    body: delivery.body,
  };
}

function stateOf({ disabledAt, failingSince }: WebhookRecord): Webhook['state'] {
  if (disabledAt !== null) return 'disabled';
  return failingSince === null ? 'working' : 'failing';
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
