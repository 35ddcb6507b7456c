import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookMessage } from '@jari/contract';

export interface ReceivedWebhook {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly message: WebhookMessage;
}

/** A shop's address for webhooks, on a port of this machine. It answers with what `answer` says then. */
export async function startReceiver() {
  const received: ReceivedWebhook[] = [];
  const state = { answer: 204, isSilent: false };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const message = JSON.parse(body) as WebhookMessage;
      received.push({ id: String(request.headers['webhook-id']), headers: request.headers, body, message });
      if (state.isSilent) return;
      const location = state.answer === 302 ? { location: '/elsewhere' } : {};
      response.writeHead(state.answer, location).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    state,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
