/**
 * A request that is sent again and again, each time by somebody else. In header values and body stand for
 * the `n`th sender: `@n@` the number, `@seat@` a seat of their own, `@cookie@` their session.
 */
export interface RequestTemplate {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A seat for each of 1…250,000, all over the hall: 104,729 is prime and shares no factor with 250,000. */
export const seatOf = (n: number) => ((n * 104_729) % 250_000) + 1;

/** The sender's page, as a browser tells of it. */
export function fromBrowser(origin: string): Record<string, string> {
  return {
    ...fromAnywhere,
    origin,
    'sec-fetch-site': 'same-origin',
    'sec-fetch-mode': 'cors',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    'accept-language': 'ko-KR,ko;q=0.8,en-US;q=0.5,en;q=0.3',
    cookie: '@cookie@',
  };
}

export const fromAnywhere = { accept: 'application/json', 'content-type': 'application/json' };

/** In the shape of the UUIDs that browsers make. */
export const NEW_KEY = { 'idempotency-key': '5e0d2c1a-0000-4000-8000-@key@' };

export function fill(text: string, n: number, cookie: string): string {
  return text
    .replaceAll('@n@', String(n))
    .replaceAll('@seat@', String(seatOf(n)))
    .replaceAll('@key@', String(n).padStart(12, '0'))
    .replaceAll('@cookie@', cookie);
}
