import { hash, randomBytes } from 'node:crypto';

/**
 * Sessions for so many people. One is asked for over HTTP; the others are made in its likeness and signed with
 * the server's secret, because nobody gets 250,000 from one address. That the server takes them is checked.
 */
export async function makeCookies(serverUrl: string, secret: string, count: number): Promise<string[]> {
  const given = (await askWhoIAm(serverUrl)).setCookie ?? '';
  const match = /^([^=]+)=([^.;]+)\.([^.;]+)\.([^;]+)\.([^.;]+);/.exec(given);
  const [, name = '', version = '', , issuedAt = '', signature = ''] = match ?? [];
  const key = hash('sha512-256', `jari-session-v2\n${secret}`, 'hex');
  const sign = (text: string) => hash('sha512-256', key + text, 'base64url');
  const make = (id: string, since: string) => {
    const text = `${version}.${id}.${since}`;
    return `${name}=${text}.${sign(text)}`;
  };
  if (match === null || !make(match[3] ?? '', issuedAt).endsWith(signature)) {
    throw new Error(`The server's session cookie is not signed as the bench thinks: ${given}`);
  }
  // As people are who have been here for a while: those who are new share a limit, which is not what is measured.
  const since = String(Number(issuedAt) - 3_600);
  const cookies = Array.from({ length: count }, () => make(randomBytes(16).toString('base64url'), since));
  const { user, setCookie } = await askWhoIAm(serverUrl, cookies[0]);
  if (setCookie !== null || !user.includes((cookies[0] ?? '').split('.')[1] ?? '-')) {
    throw new Error('The server does not take the session cookies that the bench makes.');
  }
  return cookies;
}

/** As wrk.lua reads them: each ends its line, and all are of one length. */
export function linesOf(cookies: readonly string[]): string {
  const length = cookies[0]?.length;
  if (cookies.some((cookie) => cookie.length !== length)) throw new Error('The cookies differ in length.');
  return cookies.map((cookie) => `${cookie}\n`).join('');
}

async function askWhoIAm(serverUrl: string, cookie?: string) {
  const answer = await fetch(`${serverUrl}/api/v1/me`, cookie === undefined ? {} : { headers: { cookie } });
  const { user } = (await answer.json()) as { user: string };
  return { user, setCookie: answer.headers.get('set-cookie') };
}
