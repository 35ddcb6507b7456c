import { invalid } from '../problem.ts';

/**
 * Checks what can be said of an address before anything is sent to it; where its name leads to is looked at each time
 * (see adapters/https). `allowsPrivate`: for development, this machine without TLS.
 */
export function readWebhookUrl(text: string, allowsPrivate: boolean): string {
  if (!URL.canParse(text)) throw invalid('url', 'must be an address like https://shop.example/webhooks');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw invalid('url', 'must have no user, password or fragment');
  }
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'https:' || (allowsPrivate && isLocal && url.protocol === 'http:')) return url.href;
  throw invalid('url', 'must begin with https://');
}
