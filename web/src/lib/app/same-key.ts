import { newKey } from '@jari/client/new-key';

/**
 * Makes what gives the idempotency key of a request: the same words keep their key, so that sending them again does
 * them once; other words are another wish and get another.
 */
export function sameKey(make: () => string = newKey): (body: string) => string {
  let sent: { readonly body: string; readonly key: string } | undefined;
  return (body) => {
    if (sent?.body !== body) sent = { body, key: make() };
    return sent.key;
  };
}
