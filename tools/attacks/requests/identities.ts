import type { Draw } from './draw.ts';
import type { Pools } from './pools.ts';

/** By what a request says who sends it. */
export interface Identity {
  /** "user:3", "owner", "role:door", "key:shop", "nobody". Canaries belong to it. */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Those who send requests, by what they are good for. */
export interface Identities {
  readonly visitors: readonly Identity[];
  readonly house: readonly Identity[];
  readonly shops: readonly Identity[];
}

export const NOBODY: Identity = { name: 'nobody', headers: {} };

type Security = readonly Readonly<Record<string, unknown>>[] | undefined;

/** Mostly somebody who may, at times anybody, at times nobody. */
export function drawIdentity(of: Identities, security: Security, draw: Draw, pools: Pools): Identity {
  const schemes = new Set((security ?? [{ session: [] }]).flatMap((one) => Object.keys(one)));
  const fitting = schemes.has('adminToken') ? of.house : schemes.has('apiKey') ? of.shops : of.visitors;
  const fresh = schemes.has('apiKey') && draw.chance(0.5) ? pools.draw('api_key', draw) : undefined;
  if (fresh !== undefined) return { name: 'shop:drawn', headers: { authorization: `Bearer ${fresh}` } };
  const any = [...of.visitors, ...of.house, ...of.shops, NOBODY];
  return draw.weighted<() => Identity>([
    [88, () => draw.pick(fitting.length > 0 ? fitting : of.visitors)],
    [8, () => draw.pick(any)],
    [2, () => NOBODY],
    [2, () => misused(draw, pools)],
  ])();
}

/** Something that is good for something else, in the place of a token. */
function misused(draw: Draw, pools: Pools): Identity {
  const kind = draw.pick(['hold_token', 'pass', 'token', 'code', 'reservation']);
  const token = pools.draw(kind, draw) ?? 'x';
  // The token of an organiser who was made by a request before is no misuse: it opens what it is for.
  const name = token.startsWith('jari_organiser_') ? 'house:made' : 'misused';
  return { name, headers: { authorization: `Bearer ${token}` } };
}
