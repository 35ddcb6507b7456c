import { mayDo, type Role, type Scope } from '@jari/contract';
import type { Reason } from '@jari/contract/reasons';

/** Who may do what an operation does. */
export type Who =
  | 'anybody'
  /** Anybody, but a page of a site that is not listed. */
  | 'anybody from here'
  /** Anybody, but what is wrong about who they are is refused and not passed over. */
  | 'anybody known'
  /** Whoever has a session, on things of their own. */
  | 'a visitor'
  /** The one visitor whose reservation it is; for all others there is none. */
  | 'its visitor'
  | { readonly role: Role }
  /** A key with the scope, for the events that it is for. */
  | { readonly scope: Scope }
  /** The same, and only the shop that made the reservation. */
  | { readonly scope: Scope; readonly isItsShop: true };

/** What somebody is, as far as it decides what they may. */
export interface Somebody {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly visitor?: string;
  readonly role?: Role;
  readonly shop?: {
    readonly name: string;
    readonly scopes: readonly Scope[];
    readonly isForOthers?: boolean;
  };
  /** Comes with a gateway's signature that is none. */
  readonly isForged?: boolean;
  /** Is a page of a site that is not listed. */
  readonly isForeign?: boolean;
}

export type Verdict = 'open' | { readonly status: number; readonly reason: Reason };

const UNKNOWN = { status: 401, reason: 'unauthorized' } as const;
const NOBODY = { status: 400, reason: 'missing_user' } as const;
const NOT_THERE = { status: 404, reason: 'not_found' } as const;

/** Whether a cell is open, and if not, how it is refused. `itsVisitor`: whose reservation the thing is. */
export function verdictFor(who: Who, somebody: Somebody, itsVisitor: string): Verdict {
  const { visitor, role, shop, isForged = false, isForeign = false } = somebody;
  if (who === 'anybody') return 'open';
  if (who === 'anybody from here') return isForeign ? { status: 403, reason: 'forbidden' } : 'open';
  if (who === 'anybody known') return isForged ? UNKNOWN : isForeign ? NOBODY : 'open';
  if (who === 'a visitor' || who === 'its visitor') {
    if (isForged) return UNKNOWN;
    if (visitor === undefined) return NOBODY;
    return who === 'a visitor' || visitor === itsVisitor ? 'open' : NOT_THERE;
  }
  if ('role' in who) {
    if (role === undefined) return UNKNOWN;
    return mayDo(role, who.role) ? 'open' : { status: 403, reason: 'not_your_role' };
  }
  if (shop === undefined) return UNKNOWN;
  if (!shop.scopes.includes(who.scope)) return { status: 403, reason: 'forbidden' };
  if (shop.isForOthers === true && who.scope !== 'events:read') return NOT_THERE;
  return 'isItsShop' in who && shop.name !== 'shop' ? NOT_THERE : 'open';
}
