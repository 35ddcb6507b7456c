import { API, curl, data, JSON_TYPE, KEY, ok, TOKEN, USER, type Example } from './example.ts';
import { ALICE, EVENT, HOLD, RESERVATION } from './example-things.ts';

const API_KEY = '-H "Authorization: Bearer $JARI_API_KEY"';
const HOLD_TOKEN = 'jari_ht_3mYzq1oGk2…';
const INTEGRATIONS = `${API}/integrations`;
const SCOPES = ['reservations:write', 'reservations:read', 'holds:extend', 'events:read'];

const SHOP_KEY = {
  id: 'ak_4fQ0cV9sXw2B',
  name: 'Shop',
  ending: 'mZ8k',
  scopes: SCOPES,
  events: null,
  created_at: '2026-11-20T09:00:00.000Z',
  last_used_at: '2026-11-22T15:50:00.000Z',
  revoked_at: null,
};
const TYPES = ['reservation.created', 'reservation.cancelled'];
const WEBHOOK = {
  id: 'wh_9kPz2LrT0aYd',
  url: 'https://shop.example/webhooks/jari',
  types: TYPES,
  events: null,
  created_at: '2026-11-20T09:00:00.000Z',
  state: 'working',
  failing_since: null,
  disabled_by: null,
  waiting: 0,
  dead: 0,
};
const SECRET = 'whsec_ZG9jdW1lbnRhdGlvbi1vbmx5LW5vdC1hLXNlY3JldCE=';
const DELIVERY = {
  id: 'msg_default_4_5d1c07ab',
  type: 'reservation.created',
  event: 'default',
  sequence: 4,
  state: 'delivered',
  attempts: 1,
  made_at: '2026-11-22T15:50:33.639Z',
  next_attempt_at: null,
  delivered_at: '2026-11-22T15:50:33.712Z',
  answer_status: 204,
  failure: null,
  body: '{"data": {"event": "default", "seats": [{"id": 3, "amount": null}], "through": "Shop", …}, "type": "reservation.created", "timestamp": "2026-11-22T15:50:33.639Z"}',
};
const oneWebhook = `${API}/admin/webhooks/${WEBHOOK.id}`;

/** What integrators ask, and what the owner asks about them. */
export const integrationExamples: Readonly<Record<string, Example>> = {
  createHoldToken: ok(curl(`-X POST ${API}/events/default/hold/token`, USER), {
    success: true,
    hold_token: HOLD_TOKEN,
    expires_at: '2026-11-22T16:06:33.747Z',
    expires_in_ms: 960_000,
  }),
  createEmbedSession: ok(
    curl(`-X POST ${API}/embed/session`, "-H 'Origin: https://shop.example'"),
    {
      success: true,
      session: 'e1.JvAkX5qJJThcjkVS5EesFQ.1795362634.l0pC9Zt0aXZ4J3cXo2m8b6v1n5y7w9e2r4t6u8i0o1Q',
      expires_in_ms: 86_400_000,
    },
    201,
  ),
  createReservationForHold: ok(
    curl(
      `-X POST ${INTEGRATIONS}/events/default/reservations`,
      API_KEY,
      KEY,
      JSON_TYPE,
      data({ hold_token: HOLD_TOKEN, ...ALICE }),
    ),
    { success: true, reservation: RESERVATION },
    201,
  ),
  extendHoldForShop: ok(
    curl(
      `-X POST ${INTEGRATIONS}/events/default/holds/extend`,
      API_KEY,
      JSON_TYPE,
      data({ hold_token: HOLD_TOKEN }),
    ),
    { ...HOLD, extensions_left: 1 },
  ),
  getReservationOfShop: ok(curl(`${INTEGRATIONS}/reservations/${RESERVATION.id}`, API_KEY), {
    success: true,
    reservation: RESERVATION,
  }),
  cancelReservationOfShop: ok(curl(`-X DELETE ${INTEGRATIONS}/reservations/${RESERVATION.id}`, API_KEY), {
    success: true,
    reservation: { ...RESERVATION, status: 'cancelled' },
  }),
  listEventsOfShop: ok(curl(`${INTEGRATIONS}/events`, API_KEY), {
    events: [{ ...EVENT, seat_count: 9, seats_left: 6, price_from: null }],
  }),

  createApiKey: ok(
    curl(`-X POST ${API}/admin/api-keys`, TOKEN, JSON_TYPE, data({ name: 'Shop', scopes: SCOPES })),
    {
      success: true,
      api_key: { ...SHOP_KEY, last_used_at: null },
      key: 'jari_sk_VGhpcyBpcyBub3QgYSBrZXksIGl0IGlzIGFuIGV4YW1mZ8k',
    },
    201,
  ),
  listApiKeys: ok(curl(`${API}/admin/api-keys`, TOKEN), { api_keys: [SHOP_KEY] }),
  revokeApiKey: ok(curl(`-X DELETE ${API}/admin/api-keys/${SHOP_KEY.id}`, TOKEN), {
    success: true,
    api_key: { ...SHOP_KEY, revoked_at: '2026-11-22T16:00:00.000Z' },
  }),
  createWebhook: ok(
    curl(`-X POST ${API}/admin/webhooks`, TOKEN, JSON_TYPE, data({ url: WEBHOOK.url, types: TYPES })),
    { success: true, webhook: WEBHOOK, secret: SECRET },
    201,
  ),
  listWebhooks: ok(curl(`${API}/admin/webhooks`, TOKEN), { webhooks: [WEBHOOK] }),
  changeWebhook: ok(curl(`-X PATCH ${oneWebhook}`, TOKEN, JSON_TYPE, data({ enabled: true })), {
    success: true,
    webhook: WEBHOOK,
  }),
  rotateWebhookSecret: ok(curl(`-X POST ${oneWebhook}/rotate`, TOKEN), {
    success: true,
    webhook: WEBHOOK,
    secret: SECRET,
  }),
  deleteWebhook: ok(curl(`-X DELETE ${oneWebhook}`, TOKEN), '', 204),
  listDeliveries: ok(curl(`'${oneWebhook}/deliveries?state=delivered'`, TOKEN), { deliveries: [DELIVERY] }),
  resendDelivery: ok(curl(`-X POST ${oneWebhook}/deliveries/${DELIVERY.id}/resend`, TOKEN), '', 204),
};
