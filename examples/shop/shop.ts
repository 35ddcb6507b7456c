import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { reasonOf, Shop, verifyWebhook, WebhookVerificationError, type Buyer } from '@jari/client';
import { Orders, type Order } from './orders.ts';

export interface ShopSettings {
  /** Where Jari is, for this server and for browsers. */
  readonly jari: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
}

interface Payment extends Buyer {
  readonly event: string;
  readonly hold_token: string;
}

const BODY_MAX = 64 * 1024;
const page = readFileSync(new URL('./page.html', import.meta.url), 'utf8');
const pageScript = readFileSync(new URL('./page.js', import.meta.url), 'utf8');

/** A shop that sells Jari's seats: a page with a hall, a till, and an address for webhooks. */
export function createShop({ jari, apiKey, webhookSecret }: ShopSettings): {
  readonly server: Server;
  readonly orders: Orders;
} {
  const orders = new Orders();
  const seats = new Shop({ server: jari, apiKey });

  /** Takes the money, then books; gives the money back when there is nothing to sell any more. */
  const pay = async ({
    event,
    hold_token,
    ...buyer
  }: Payment): Promise<Order & { readonly why?: string }> => {
    const order = orders.begin(event, hold_token);
    // The bank may take its time. That no more is to be had is no reason not to try.
    await seats.extend(event, hold_token, `${order.id}-extend`);
    order.state = 'paid';
    const outcome = await seats.reserve(event, hold_token, buyer, order.id);
    if (outcome.ok) {
      order.reservation = outcome.value.reservation.id;
      order.code = outcome.value.reservation.code;
      return order;
    }
    // Without an answer the seats may be sold: a real shop asks again later, with the same key, before it refunds.
    order.state = 'refunded';
    return { ...order, why: reasonOf(outcome.failure) ?? 'unreachable' };
  };

  const beTold = async (request: IncomingMessage, body: string): Promise<void> => {
    const { id, message } = await verifyWebhook(webhookSecret, body, request.headers);
    if (!orders.isNew(id)) return;
    if (message.type !== 'reservation.created' && message.type !== 'reservation.cancelled') return;
    const order = orders.ofReservation(message.data.reservation);
    // Somebody else's sale: of our own we know already, or will in a moment.
    if (order === undefined) return;
    if (message.type === 'reservation.created') order.isConfirmed = true;
    else order.state = 'cancelled';
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const what = `${request.method} ${request.url}`;
    if (what === 'GET /') return send(response, 200, 'text/html', page.replaceAll('{{jari}}', jari));
    if (what === 'GET /page.js') return send(response, 200, 'text/javascript', pageScript);
    const body = await read(request);
    if (what === 'POST /pay') {
      const order = await pay(JSON.parse(body) as Payment);
      return send(response, order.code === undefined ? 409 : 200, 'application/json', JSON.stringify(order));
    }
    if (what === 'POST /webhooks/jari') {
      await beTold(request, body);
      return send(response, 204, 'text/plain', '');
    }
    send(response, 404, 'text/plain', 'Nothing here.');
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const isForged = error instanceof WebhookVerificationError;
      send(response, isForged ? 401 : 500, 'text/plain', isForged ? error.message : 'Something went wrong.');
    });
  });
  return { server, orders };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_MAX) throw new Error('the body is too large');
    parts.push(part);
  }
  // All at once: a character may be cut between two parts.
  return Buffer.concat(parts).toString();
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response
    .writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
    .end(body);
}
