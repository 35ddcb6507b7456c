import type { Role } from '@jari/contract';

export type { Role } from '@jari/contract';

/**
 * What somebody may do in the console, the most powerful first. The contract says the same; its module brings the
 * schemas along, which a page has no use for.
 */
export const ROLES = ['owner', 'organiser', 'desk', 'door'] as const satisfies readonly Role[];

/** By which the log, the trail and the session name whoever has the server's own token. */
export const OWNER_NAME = 'organiser';

/** Whether somebody of the role `has` may do what only `needs` and those above it may. */
export function includesRole(has: Role, needs: Role): boolean {
  return ROLES.indexOf(has) <= ROLES.indexOf(needs);
}
