import { OWNER_NAME, type Role } from '@jari/contract';
import type { FastifyRequest } from 'fastify';

/** Somebody of the house, as a request was found to come from. */
export interface SignedIn {
  readonly name: string;
  readonly role: Role;
  readonly by: 'token' | 'session';
  /** When the session ends if it is not used again; null for a token. */
  readonly expiresAt: number | null;
}

export const OWNER: SignedIn = { name: OWNER_NAME, role: 'owner', by: 'token', expiresAt: null };

const known = new WeakMap<FastifyRequest, SignedIn>();

/** Remembers who a request comes from; the guard alone may say so. */
export function rememberOrganiser(request: FastifyRequest, who: SignedIn): void {
  known.set(request, who);
}

/** Who of the house a request comes from. Only for routes that `allow` guards: it throws where nobody was let in. */
export function organiserOf(request: FastifyRequest): SignedIn {
  const who = known.get(request);
  if (who === undefined) throw new Error('The route is not guarded by `allow`.');
  return who;
}

/** The same as it stands in the log and in the trail. */
export function actorOf(request: FastifyRequest): `organiser:${string}` {
  return `organiser:${organiserOf(request).name}`;
}
