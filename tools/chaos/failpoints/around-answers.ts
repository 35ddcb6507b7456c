import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Death } from './death.ts';

/** Puts points on both ends of every request that may change something. */
export function dieAroundAnswers(death: Death): void {
  subscribe('http.server.request.start', (message) => {
    // What Node publishes on this channel.
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (request.method === 'GET' || request.method === 'HEAD') return;
    death.passes('http.request arrived');
    request.once('end', () => death.passes('http.request read'));
    dieWithinAnswer(death, response);
  });
}

/** Commands are answered in one piece, which is where an answer can break. */
function dieWithinAnswer(death: Death, response: ServerResponse): void {
  const end = response.end.bind(response) as (chunk?: string | Buffer) => ServerResponse;
  const endOrDie = (chunk?: string | Buffer): ServerResponse => {
    death.passes('http.answer before');
    const bytes = typeof chunk === 'string' || chunk instanceof Buffer ? Buffer.from(chunk) : undefined;
    if (bytes !== undefined && death.isNextAt('http.answer half')) {
      response.write(bytes.subarray(0, bytes.length / 2), () => death.passes('http.answer half'));
      return response;
    }
    if (bytes !== undefined) death.passes('http.answer half');
    response.once('finish', () => death.passes('http.answer written'));
    return end(chunk);
  };
  // All callers here give the whole body, or nothing.
  response.end = endOrDie as typeof response.end;
}
