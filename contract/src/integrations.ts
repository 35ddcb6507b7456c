import Type, { type Static } from 'typebox';
import { SCOPES, WEBHOOK_TYPES, type WebhookType } from './integration-kinds.ts';
import type { ReservationId } from './reservations.ts';
import { EventId } from './seats.ts';

const When = Type.String({ format: 'date-time' });
const WhenOrNull = Type.Union([When, Type.Null()]);
const Success = Type.Literal(true);

const Scopes = Type.Array(Type.Enum([...SCOPES]), {
  minItems: 1,
  maxItems: SCOPES.length,
  uniqueItems: true,
});
const WebhookTypes = Type.Array(Type.Enum([...WEBHOOK_TYPES]), {
  minItems: 1,
  maxItems: WEBHOOK_TYPES.length,
  uniqueItems: true,
});
const Events = Type.Union(
  [Type.Array(EventId, { minItems: 1, maxItems: 100, uniqueItems: true }), Type.Null()],
  {
    description: 'Only in these events; null: in all, also in those to come.',
  },
);

/** The name of an integration as it stands in the log. */
const IntegrationName = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$',
  description: 'Stands in the log for what is done with the key. Keys of one name are one integration.',
});

export const ApiKeyInput = Type.Object(
  { name: IntegrationName, scopes: Scopes, events: Type.Optional(Events) },
  { additionalProperties: false },
);
export type ApiKeyInput = Static<typeof ApiKeyInput>;

export const ApiKey = Type.Object({
  id: Type.String(),
  name: Type.String(),
  ending: Type.String({ description: 'The last characters of the key, to tell it from others.' }),
  scopes: Scopes,
  events: Events,
  created_at: When,
  last_used_at: Type.Union([When, Type.Null()], { description: 'To the minute.' }),
  revoked_at: WhenOrNull,
});
export type ApiKey = Static<typeof ApiKey>;

export const ApiKeyList = Type.Object({ api_keys: Type.Array(ApiKey) });
export type ApiKeyList = Static<typeof ApiKeyList>;

export const NewApiKey = Type.Object({
  success: Success,
  api_key: ApiKey,
  key: Type.String({ description: 'Shown this once. Sent as `Authorization: Bearer jari_sk_…`.' }),
});
export type NewApiKey = Static<typeof NewApiKey>;

export const ApiKeyResult = Type.Object({ success: Success, api_key: ApiKey });
export type ApiKeyResult = Static<typeof ApiKeyResult>;

/** What a page gives the shop's server, so that it can act for the visitor who holds the seats. */
export const HoldToken = Type.Object({
  success: Success,
  hold_token: Type.String({
    description: 'Opaque. Good for this visitor’s hold in this event, and for a key only.',
  }),
  expires_at: When,
  expires_in_ms: Type.Integer({ minimum: 0 }),
});
export type HoldToken = Static<typeof HoldToken>;

/** `POST /embed/session`. */
export const EmbedSession = Type.Object({
  success: Success,
  session: Type.String({ description: 'Kept by the page, sent as `Jari-Session`.' }),
  expires_in_ms: Type.Integer({ minimum: 0 }),
});
export type EmbedSession = Static<typeof EmbedSession>;

export const HoldTokenText = Type.String({
  minLength: 1,
  maxLength: 500,
  description: 'Of `POST /events/{event}/hold/token`.',
});

export const HoldTokenInput = Type.Object({ hold_token: HoldTokenText }, { additionalProperties: false });
export type HoldTokenInput = Static<typeof HoldTokenInput>;

export const WebhookInput = Type.Object(
  {
    url: Type.String({ minLength: 1, maxLength: 2_000, description: 'Begins with https://.' }),
    types: WebhookTypes,
    events: Type.Optional(Events),
  },
  { additionalProperties: false },
);
export type WebhookInput = Static<typeof WebhookInput>;

export const WebhookChange = Type.Object(
  {
    url: Type.Optional(WebhookInput.properties.url),
    types: Type.Optional(WebhookTypes),
    enabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type WebhookChange = Static<typeof WebhookChange>;

export const Webhook = Type.Object({
  id: Type.String(),
  url: Type.String(),
  types: WebhookTypes,
  events: Events,
  created_at: When,
  state: Type.Enum(['working', 'failing', 'disabled'], {
    description:
      'failing: the latest attempts failed. disabled: nothing is sent; what happens meanwhile is kept.',
  }),
  failing_since: WhenOrNull,
  disabled_by: Type.Union([Type.Enum(['failing', 'owner']), Type.Null()]),
  waiting: Type.Integer({ minimum: 0, description: 'Deliveries on their way or to be tried again.' }),
  dead: Type.Integer({ minimum: 0, description: 'Deliveries that were given up; they can be sent again.' }),
});
export type Webhook = Static<typeof Webhook>;

export const WebhookList = Type.Object({ webhooks: Type.Array(Webhook) });
export type WebhookList = Static<typeof WebhookList>;

export const WebhookResult = Type.Object({ success: Success, webhook: Webhook });
export type WebhookResult = Static<typeof WebhookResult>;

export const NewWebhook = Type.Object({
  success: Success,
  webhook: Webhook,
  secret: Type.String({ description: 'Shown this once: `whsec_…`, by which deliveries are verified.' }),
});
export type NewWebhook = Static<typeof NewWebhook>;

export const DeliveryState = Type.Enum(['waiting', 'delivered', 'dead']);

export const Delivery = Type.Object({
  id: Type.String({ description: 'The header `webhook-id`: the same at every attempt.' }),
  type: Type.Enum([...WEBHOOK_TYPES]),
  event: EventId,
  sequence: Type.Integer({ minimum: 0 }),
  state: DeliveryState,
  attempts: Type.Integer({ minimum: 0 }),
  made_at: When,
  next_attempt_at: WhenOrNull,
  delivered_at: WhenOrNull,
  answer_status: Type.Union([Type.Integer(), Type.Null()]),
  failure: Type.Union([Type.String(), Type.Null()], { description: 'What went wrong the last time.' }),
  body: Type.String({ description: 'What is sent, as it is signed.' }),
});
export type Delivery = Static<typeof Delivery>;

export const DeliveryList = Type.Object({ deliveries: Type.Array(Delivery) });
export type DeliveryList = Static<typeof DeliveryList>;

/** What a webhook's body says. */
export type WebhookMessage =
  | Message<'reservation.created' | 'reservation.cancelled', ReservationMessage>
  | Message<
      'hold.expired' | 'seat.blocked' | 'seat.unblocked',
      Place & { readonly seat_ids: readonly number[] }
    >
  | Message<'event.updated', Place & { readonly version: number }>;

interface Message<T extends WebhookType, D> {
  readonly type: T;
  /** When it happened. */
  readonly timestamp: string;
  readonly data: D;
}

interface Place {
  readonly event: string;
  /** Orders the messages of an event, which may overtake each other. */
  readonly sequence: number;
}

interface ReservationMessage extends Place {
  readonly reservation: Static<typeof ReservationId>;
  readonly seats: readonly { readonly id: number; readonly amount: number | null }[];
  readonly currency: string | null;
  /** The integration that did it; null: somebody else. */
  readonly through: string | null;
}
