/** What a shop's server may do with its key. */
export const SCOPES = ['reservations:write', 'reservations:read', 'holds:extend', 'events:read'] as const;
export type Scope = (typeof SCOPES)[number];

/** What a webhook can be told of. */
export const WEBHOOK_TYPES = [
  'reservation.created',
  'reservation.cancelled',
  'hold.expired',
  'seat.blocked',
  'seat.unblocked',
  'event.updated',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];
