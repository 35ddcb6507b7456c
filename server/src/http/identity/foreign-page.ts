import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problem.ts';

type Asked = Pick<FastifyRequest, 'method' | 'headers' | 'host' | 'protocol'>;

/**
 * Whether a browser sends this write for a page of another site. It sends the visitor's cookie whoever asked
 * for the request, so the cookie alone does not say that the visitor meant it. (SameSite=Lax says the same to
 * browsers; this does not rely on it, and SameSite lets neighbouring subdomains through.)
 *
 *   Origin          Sec-Fetch-Site            foreign?
 *   listed          any                       no
 *   none            none, same-origin, absent no: a program, or a browser that says it is our page
 *   none            same-site, cross-site     yes
 *   null            any                       yes: a sandbox, a file, a redirect from elsewhere
 *   any other       same-origin               no: only the browser itself can say so, whatever a proxy did to Host
 *   any other       same-site, cross-site     yes
 *   any other       none, absent              unless it is the host that was asked
 */
export function isFromForeignPage(
  request: Asked,
  listedOrigins: readonly string[],
  isSecure: boolean,
): boolean {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return false;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin === undefined) return site !== undefined && site !== 'same-origin' && site !== 'none';
  if (listedOrigins.includes(origin)) return false;
  if (site === 'same-origin') return origin === 'null';
  if (site !== undefined && site !== 'none') return true;
  return !isOwnOrigin(origin, request, isSecure);
}

export function foreignPageProblem({ headers }: Pick<FastifyRequest, 'headers'>): ProblemError {
  const page = headers.origin?.slice(0, 100) ?? 'another site';
  return new ProblemError('forbidden', {
    detail:
      `A page of ${page} may not do this with your session. Open the booking page itself and try there. ` +
      '(Operators: CORS_ORIGINS lists other sites; a proxy in front must pass the Host header on.)',
  });
}

/**
 * Compares with the `Host` that was asked, or with what a trusted proxy says it was. Whether the visitor came by HTTPS the
 * server knows only when it is told, by a trusted proxy or by the setting for secure cookies; then a page of
 * the same name without HTTPS is another site, since anybody on the way can have written it.
 */
function isOwnOrigin(origin: string, { host, protocol }: Asked, isSecure: boolean): boolean {
  const match = /^(https?):\/\/([^/?#@]+)$/i.exec(origin);
  const [, scheme = '', place = ''] = match ?? [];
  if (match === null || !host) return false;
  const isHttps = scheme.toLowerCase() === 'https';
  if ((isSecure || protocol === 'https') && !isHttps) return false;
  const defaultPort = isHttps ? /:443$/ : /:80$/;
  return place.toLowerCase().replace(defaultPort, '') === host.toLowerCase().replace(defaultPort, '');
}
