import type { Delivery } from './integrations.ts';

/** What came of sending one message to one address. */
export type Sent =
  | { readonly ok: true; readonly status: number }
  /** Status: null where no answer came. `isGone`: the receiver says it wants nothing any more. */
  | { readonly ok: false; readonly status: number | null; readonly what: string; readonly isGone: boolean };

/** Brings webhooks out of the house. */
export interface WebhookSender {
  /** Never rejects. */
  send(delivery: Pick<Delivery, 'url' | 'messageId' | 'body' | 'secrets'>): Promise<Sent>;
  close(): void;
}
