import type { OrganiserAction } from '@jari/contract';

type Actions = readonly OrganiserAction[];

/** The newest ones, as they were asked for again; older ones that were asked for before stay. */
export function withNewest(shown: Actions, newest: Actions): Actions {
  const oldest = newest.at(-1)?.sequence ?? 0;
  return [...newest, ...shown.filter(({ sequence }) => sequence < oldest)];
}

/** A page further down; once, however often a finger that hits twice has asked for it. */
export function withOlder(shown: Actions, older: Actions): Actions {
  const oldest = shown.at(-1)?.sequence ?? Infinity;
  return [...shown, ...older.filter(({ sequence }) => sequence < oldest)];
}
