import type { Role, Scope } from '@jari/contract';
import { GATEWAY_SECRET, ORIGIN, type Headers, type Stage } from './stage.ts';
import type { Somebody } from './who.ts';

const ALL_SCOPES: readonly Scope[] = [
  'reservations:write',
  'reservations:read',
  'holds:extend',
  'events:read',
];

/** The visitor whose things the matrix is about, and the shop. */
export interface Cast {
  readonly everybody: readonly Somebody[];
  readonly ann: Somebody;
  readonly shop: Somebody;
}

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

/** Everybody who may come, with everything that may be mistaken for a right. */
export async function gatherCast(stage: Stage): Promise<Cast> {
  const ann = await visitor(stage, 'ann');
  const bob = await visitor(stage, 'bob');
  const { session } = (await stage.must('POST', '/api/v1/embed/session', { origin: ORIGIN })).json<{
    session: string;
  }>();
  const embedded = {
    name: 'a page of a listed site',
    visitor: 'embedded',
    headers: { origin: ORIGIN, 'sec-fetch-site': 'cross-site', 'jari-session': session },
  };
  const annsId = (await stage.must('GET', '/api/v1/me', ann.headers)).json<{ user: string }>().user;
  const shops = await Promise.all(SHOPS.map((one) => openShop(stage, ...one)));
  const [shop] = shops;
  if (shop === undefined) throw new Error('there is no shop');
  const house = await hire(stage);
  return {
    ann,
    shop,
    everybody: [
      { name: 'nobody', headers: {} },
      ann,
      bob,
      { ...(await visitor(stage, 'a fresh session')) },
      embedded,
      // What is said without being believed.
      { name: 'ann by a header', headers: { 'x-user-id': annsId } },
      { name: 'ann by a forged signature', headers: forged(annsId, '0'.repeat(64)), isForged: true },
      { name: 'ann by the secret itself', headers: forged(annsId, GATEWAY_SECRET), isForged: true },
      { name: 'ann by a damaged cookie', headers: { cookie: `${ann.headers['cookie'] ?? ''}x` } },
      {
        name: 'ann’s page session elsewhere',
        isForeign: true,
        headers: { 'jari-session': session, origin: 'https://evil.example' },
      },
      ...house,
      ...shops,
      ...(await misplaced(stage, ann)),
    ],
  };
}

async function visitor(stage: Stage, name: string): Promise<Somebody> {
  const { cookies } = await stage.must('GET', '/api/v1/me', {});
  return { name, visitor: name, headers: { cookie: cookies } };
}

function forged(user: string, signature: string): Headers {
  return {
    'x-request-id': 'forged',
    'x-authenticated-user-id': user,
    'x-authenticated-timestamp': String(Math.floor(Date.now() / 1000)),
    'x-authenticated-signature': `v2=${signature}`,
  };
}

type ShopRow = readonly [name: string, scopes: readonly Scope[], events?: readonly string[]];
const SHOPS: readonly ShopRow[] = [
  ['shop', ALL_SCOPES],
  ['another shop', ALL_SCOPES],
  ['a shop of another event', ALL_SCOPES, ['elsewhere']],
  ...ALL_SCOPES.map((scope): ShopRow => [`only ${scope.replace(':', ' ')}`, [scope]]),
];

async function openShop(
  stage: Stage,
  name: string,
  scopes: readonly Scope[],
  events?: readonly string[],
): Promise<Somebody> {
  const made = await stage.asOwner('POST', '/api/v1/admin/api-keys', {
    name,
    scopes,
    ...(events && { events }),
  });
  const { key } = made.json<{ key: string }>();
  const shop = { name, scopes, ...(events === undefined ? {} : { isForOthers: true }) };
  return { name: `key of ${name}`, headers: bearer(key), shop };
}

/** Those of each role, by token and by session; and those who no longer work here. */
async function hire(stage: Stage): Promise<Somebody[]> {
  const hired: Somebody[] = [
    { name: 'the server’s own token', role: 'owner', headers: bearer(stage.ownerToken) },
  ];
  const engage = async (name: string, role: Role) => {
    const made = await stage.asOwner('POST', '/api/v1/admin/organisers', { name, role });
    const { token } = made.json<{ token: string }>();
    const { cookies } = await stage.must('POST', '/api/v1/admin/session', {}, { token });
    return { token, cookies };
  };
  for (const role of ['door', 'desk', 'organiser', 'owner'] as const) {
    const { token, cookies } = await engage(`the-${role}`, role);
    hired.push({ name: `${role} by token`, role, headers: bearer(token) });
    hired.push({ name: `${role} by session`, role, headers: { cookie: cookies } });
  }
  const removed = await engage('removed', 'owner');
  await stage.asOwner('DELETE', '/api/v1/admin/organisers/removed');
  hired.push({ name: 'a removed owner by token', headers: bearer(removed.token) });
  hired.push({ name: 'a removed owner by session', headers: { cookie: removed.cookies } });
  const renewed = await engage('renewed', 'owner');
  await stage.asOwner('POST', '/api/v1/admin/organisers/renewed/token');
  hired.push({ name: 'an owner by the former token', headers: bearer(renewed.token) });
  const gone = await engage('gone', 'owner');
  await stage.must('DELETE', '/api/v1/admin/session', { cookie: gone.cookies });
  hired.push({ name: 'an owner who signed out', headers: { cookie: gone.cookies } });
  return hired;
}

/** What is good for something else. */
async function misplaced(stage: Stage, ann: Somebody): Promise<Somebody[]> {
  await stage.must('PUT', '/api/v1/events/default/hold', ann.headers, { seat_ids: [1] });
  const held = await stage.must('POST', '/api/v1/events/default/hold/token', ann.headers);
  await stage.must('DELETE', '/api/v1/events/default/hold', ann.headers);
  const key = await stage.asOwner('POST', '/api/v1/admin/api-keys', { name: 'gone', scopes: ALL_SCOPES });
  const { key: revoked, api_key } = key.json<{ key: string; api_key: { id: string } }>();
  await stage.asOwner('DELETE', `/api/v1/admin/api-keys/${api_key.id}`);
  return [
    { name: 'a hold token as a key', headers: bearer(held.json<{ hold_token: string }>().hold_token) },
    { name: 'a revoked key', headers: bearer(revoked) },
    { name: 'a session as a token', headers: bearer(ann.headers['cookie']?.split('=')[1] ?? '') },
    { name: 'the gateway’s secret as a token', headers: bearer(GATEWAY_SECRET) },
    { name: 'an empty token', headers: { authorization: 'Bearer ' } },
  ];
}
