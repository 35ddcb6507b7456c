/** What somebody may do in the console, the most powerful first: each may do all that those after it may. */
export const ROLES = ['owner', 'organiser', 'desk', 'door'] as const;
export type Role = (typeof ROLES)[number];

/** Whether somebody of the role `has` may do what only `needs` and those above it may. */
export function includesRole(has: Role, needs: Role): boolean {
  return ROLES.indexOf(has) <= ROLES.indexOf(needs);
}
