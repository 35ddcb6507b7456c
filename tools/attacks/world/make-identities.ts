import type { Identities, Identity } from '../requests/identities.ts';
import type { AttackAnswer } from '../requests/request.ts';
import type { House } from './furnish.ts';

export type Send = (options: {
  readonly method?: 'POST';
  readonly url: string;
  readonly headers?: Record<string, string>;
}) => Promise<AttackAnswer>;

const NAMED = 30;
const SESSIONS = 6;

/**
 * Everybody who may send a request: named visitors, sessions, pages of a listed site, the house and the shops. `mark`: whose
 * visitors these are, where there have been others whose tickets must not be theirs.
 */
export async function makeIdentities(
  { organisers, shops }: House,
  ownerToken: string,
  origin: string,
  send: Send,
  mark = '',
): Promise<Identities> {
  const sessions: Identity[] = [];
  for (let i = 0; i < SESSIONS; i++) {
    const { headers } = await send({ url: '/api/v1/me' });
    sessions.push({ name: `user:session-${i}`, headers: { cookie: cookieOf(headers['set-cookie']) } });
  }
  const { body } = await send({ method: 'POST', url: '/api/v1/embed/session', headers: { origin } });
  const { session } = JSON.parse(body) as { session?: string };
  const bearer = (name: string, token: string) => ({ name, headers: { authorization: `Bearer ${token}` } });
  return {
    visitors: [
      ...Array.from({ length: NAMED }, (_, i) => ({
        name: `user:${i}`,
        headers: { 'x-user-id': `visitor-${i}${mark}` },
      })),
      ...sessions,
      ...(session === undefined
        ? []
        : [
            {
              name: 'user:embedded',
              headers: { origin, 'jari-session': session, 'sec-fetch-site': 'cross-site' },
            },
          ]),
    ],
    house: [
      ...Array.from({ length: 4 }, () => bearer('house:token', ownerToken)),
      ...Array.from(organisers, ([role, token]) => bearer(`house:${role}`, token)),
    ],
    shops: Array.from(shops, ([name, key]) => bearer(`shop:${name}`, key)),
  };
}

function cookieOf(header: unknown): string {
  const lines = Array.isArray(header) ? header.map(String) : [String(header)];
  return lines.map((line) => line.split(';', 1)[0] ?? '').join('; ');
}
