import { reasons } from '@jari/contract/reasons';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SECURITY_HEADERS } from '../answering.ts';
import { PROBLEM_TYPE, problemText } from '../problem.ts';
import { makeRequestIds } from '../request-id.ts';

/** By this a gateway of ours says that it passes a request on. */
const GATEWAY_MARK = 'x-jari-gateway';
/** To a gateway; see `overloadedStatus`. */
const OVERLOADED_MARK = 'x-jari-overloaded';

const requestId = makeRequestIds();
const flatSecurityHeaders = SECURITY_HEADERS.flat();

/**
 * Says that there is too much to do, with as little work as possible: past Fastify, its hooks and its log. A person
 * who opens a page gets one that says so and opens itself again.
 */
export function answerOverloaded(
  request: IncomingMessage,
  response: ServerResponse,
  retryAfterS: number,
): void {
  const id = requestId(request);
  const isPage = (request.headers.accept ?? '').includes('text/html') && request.method === 'GET';
  const body = isPage ? pageText(retryAfterS) : problemText('overloaded', {}, id);
  const headers = [
    ...['content-type', isPage ? 'text/html; charset=utf-8' : PROBLEM_TYPE],
    ...['content-length', String(Buffer.byteLength(body))],
    ...['cache-control', 'no-store', 'retry-after', String(retryAfterS), 'x-request-id', id],
    ...flatSecurityHeaders,
  ];
  const { status, mark } = overloadedStatus(request);
  response.writeHead(status, [...headers, ...Object.entries(mark).flat()]);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/**
 * 503. But nginx passes what one server answers so on to the next, and by status alone it cannot be told to do that
 * for a server that closes and not for one that is overloaded, where it would make one refusal five. So its own 503
 * comes to the gateway as 429, with a mark by which the gateway makes it 503 again.
 */
export function overloadedStatus(request: Pick<IncomingMessage, 'headers'>): {
  readonly status: number;
  readonly mark: Readonly<Record<string, string>>;
} {
  if (request.headers[GATEWAY_MARK] === undefined) return { status: reasons.overloaded.status, mark: {} };
  return { status: 429, mark: { [OVERLOADED_MARK]: '1' } };
}

function pageText(retryAfterS: number): string {
  const { title, advice } = reasons.overloaded;
  return `<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${retryAfterS}"><title>Jari</title>
<style>body{font:1.125rem/1.6 system-ui,sans-serif;max-width:28rem;margin:20vh auto;padding:0 1.5rem;color-scheme:light dark}</style>
<p>${title.ko} ${advice.ko}<p lang="en">${title.en} ${advice.en}</html>`;
}
