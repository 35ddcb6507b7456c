import { Agent, request } from 'node:http';

export interface Answer {
  /** 0: no answer at all. */
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the server asked to wait before the next try. */
  readonly retryAfterMs: number;
  readonly tookMs: number;
}

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const TIMEOUT_MS = 15_000;
/** What everybody behind one address may have open at once, as a home's router would. */
const SOCKETS_PER_ADDRESS = 6;

/** Speaks HTTP from one address of the loopback network, so that the crowd does not come out of one house. */
export class Wire {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_PER_ADDRESS });
  private readonly host: string;
  private readonly port: number;

  constructor(
    url: string,
    private readonly localAddress: string,
  ) {
    const { hostname, port } = new URL(url);
    this.host = hostname;
    this.port = Number(port);
  }

  ask({ method, path, headers = {}, body }: Question): Promise<Answer> {
    const startedAt = performance.now();
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve) => {
      const end = (status: number, text = '', retryAfter: string | undefined = undefined) =>
        resolve({
          status,
          body: parse(text),
          retryAfterMs: Number(retryAfter ?? 0) * 1_000,
          tookMs: performance.now() - startedAt,
        });
      const { agent, host, port, localAddress } = this;
      const sent = request(
        {
          ...{ agent, host, port, localAddress, method, path, timeout: TIMEOUT_MS },
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
          response.on('end', () => end(response.statusCode ?? 0, text, response.headers['retry-after']));
          response.on('error', () => end(0));
        },
      );
      sent.on('timeout', () => sent.destroy());
      sent.on('error', () => end(0));
      sent.end(payload);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

function parse(text: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
