import type { IncomingMessage } from 'node:http';

/** Headers that only proxies, tunnels and content networks add. */
const PROXY_HEADERS: ReadonlySet<string> = new Set([
  'cdn-loop',
  'client-ip',
  'fastly-client-ip',
  'forwarded',
  'forwarded-for',
  'proxy-connection',
  'true-client-ip',
  'via',
  'x-amzn-trace-id',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-host',
  'x-original-for',
  'x-original-forwarded-for',
  'x-original-host',
  'x-original-proto',
  'x-original-url',
  'x-proxyuser-ip',
  'x-real-ip',
  'x-remote-addr',
  'x-remote-ip',
  'x-rewrite-url',
  'x-scheme',
]);
const PROXY_PREFIXES = [
  'cf-',
  'fly-',
  'ngrok-',
  'tailscale-',
  'x-appengine-',
  'x-azure-',
  'x-envoy-',
  'x-forwarded',
  'x-nginx-',
];
const LOOPBACK_HOST =
  /^(?:(?:[a-z0-9-]+\.)*localhost\.?|127(?:\.\d{1,3}){3}|\[(?:::1|::ffff:127(?:\.\d{1,3}){3})\])(?::\d{1,5})?$/i;

/** True for an address of this machine's own. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

/**
 * What suggests that somebody else asks through a proxy or a tunnel, although the connection comes from this
 * machine; undefined when nothing does. A proxy that passes on the visitor's bytes untouched still passes on
 * the name by which the visitor called it, hence `Host`. HTTP/1.0 is what nginx speaks to what stands behind
 * it when it has been told nothing else, and then it says nothing else about the visitor either.
 */
export function signOfProxy(request: Pick<IncomingMessage, 'headers' | 'httpVersion'>): string | undefined {
  for (const name in request.headers) {
    if (PROXY_HEADERS.has(name) || PROXY_PREFIXES.some((prefix) => name.startsWith(prefix))) return name;
  }
  const { host } = request.headers;
  if (host === undefined) return 'a missing host';
  if (!LOOPBACK_HOST.test(host)) return `the host “${host.slice(0, 100)}”`;
  return request.httpVersion === '1.0' ? 'HTTP/1.0' : undefined;
}
