import { request as httpRequest } from 'node:http';
import type { AttackAnswer, AttackRequest } from '../requests/request.ts';

/** What belongs to the connection and not to the request: Node’s client has its own opinion of them. */
const OF_CONNECTION = /^(content-length|transfer-encoding|expect|upgrade|connection)$/;

/** Sends a request (without its body) over a real connection and hangs up at the answer’s first words: what streams are read by. */
export function readStart(
  base: string,
  request: Pick<AttackRequest, 'method' | 'url' | 'headers'>,
): Promise<AttackAnswer> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const { hostname, port } = new URL(base);
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !OF_CONNECTION.test(name)),
    );
    const asked = httpRequest({
      ...{ hostname, port, method: request.method, path: request.url, headers },
      agent: false,
    });
    asked.once('error', reject);
    asked.once('response', (response) => {
      const { statusCode = 0, headers: answered } = response;
      let body = '';
      const done = () => {
        asked.destroy();
        resolve({ status: statusCode, headers: answered, body, tookMs: performance.now() - startedMs });
      };
      const isEndless = String(answered['content-type']).startsWith('text/event-stream');
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
        if (isEndless) done();
      });
      response.once('end', done);
      response.once('error', done);
    });
    asked.end();
  });
}
