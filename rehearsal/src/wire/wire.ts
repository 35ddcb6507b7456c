import * as http from 'node:http';
import * as https from 'node:https';
import type { History } from '../history/history.ts';
import { membersIn, type Answer, type Question } from './messages.ts';

const TIMEOUT_MS = 15_000;
/** What everybody behind one address may have open at once, as a home's router would. */
const SOCKETS_PER_ADDRESS = 6;
/** To a set-up elsewhere everybody comes from this machine's one address, and shares its connections. */
const SOCKETS_OF_ALL = 256;

/** Speaks HTTP, where it can from an address of the loopback network of its own: a crowd does not come out of one house. */
export class Wire {
  private readonly agent: http.Agent;
  private readonly base: { readonly host: string; readonly port: number; readonly localAddress?: string };
  private readonly request: typeof http.request;
  private readonly via: string;

  /**
   * @param localAddress undefined: whatever address this machine has towards the set-up
   * @param history where what everybody asks and is told is written down
   */
  constructor(
    url: string,
    localAddress: string | undefined,
    readonly history?: History,
  ) {
    const { protocol, hostname, host, port } = new URL(url);
    this.via = host;
    const isSecure = protocol === 'https:';
    const options = {
      keepAlive: true,
      maxSockets: localAddress === undefined ? SOCKETS_OF_ALL : SOCKETS_PER_ADDRESS,
    };
    this.agent = isSecure ? new https.Agent(options) : new http.Agent(options);
    this.request = isSecure ? https.request : http.request;
    this.base = {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port === '' ? (isSecure ? 443 : 80) : port),
      ...(localAddress === undefined ? {} : { localAddress }),
    };
  }

  async ask(question: Question): Promise<Answer> {
    const { by } = question;
    const begun = by === undefined ? undefined : await this.history?.begin(by, question, this.via);
    const answer = await this.send(question);
    if (begun !== undefined) this.history?.end(begun, answer);
    return answer;
  }

  /** An answer that goes on: its text as it comes. Resolves with what follows the head, or with the refusal. */
  open(path: string, headers: Readonly<Record<string, string>>): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      // Of its own: a stream keeps its connection.
      const sent = this.request(
        { ...this.base, agent: false, method: 'GET', path, headers: { ...headers } },
        resolve,
      );
      sent.on('error', reject);
      sent.end();
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private send({ method, path, headers = {}, body }: Question): Promise<Answer> {
    const startedAt = performance.now();
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve) => {
      const end = (status: number, text = '', received: http.IncomingHttpHeaders = {}) =>
        resolve({
          status,
          body: membersIn(text),
          retryAfterMs: Number(received['retry-after'] ?? 0) * 1_000,
          tookMs: performance.now() - startedAt,
          cookies: (received['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0]).join('; '),
        });
      const sent = this.request(
        {
          ...this.base,
          ...{ agent: this.agent, method, path, timeout: TIMEOUT_MS },
          headers: {
            accept: 'application/json',
            ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (more: string) => (text += more));
          response.on('end', () => end(response.statusCode ?? 0, text, response.headers));
          response.on('error', () => end(0));
        },
      );
      sent.on('timeout', () => sent.destroy());
      sent.on('error', () => end(0));
      sent.end(payload);
    });
  }
}
