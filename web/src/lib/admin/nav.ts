import type { Pathname } from '$app/types';
import type { AdminIconName } from './admin-icons.ts';
import type { Role } from './role.ts';

interface Place<Name extends string> {
  readonly name: Name;
  readonly path: Pathname;
  /** Who has any use for it; nobody else is shown it. */
  readonly needs: Role;
}

type Part = 'events' | 'plans' | 'integrations' | 'organisers' | 'trail';
type Tab = 'hall' | 'people' | 'settings' | 'rehearsal' | 'door';

/** The console's parts, in the order in which they stand in its navigation. */
export const navItems: readonly (Place<Part> & { readonly icon: AdminIconName })[] = [
  { name: 'events', icon: 'events', path: '/admin', needs: 'door' },
  { name: 'plans', icon: 'plans', path: at('/admin/plans'), needs: 'organiser' },
  { name: 'integrations', icon: 'integrations', path: at('/admin/integrations'), needs: 'owner' },
  { name: 'organisers', icon: 'organisers', path: at('/admin/organisers'), needs: 'owner' },
  { name: 'trail', icon: 'trail', path: at('/admin/trail'), needs: 'organiser' },
];

/** The pages about one event. */
export function eventTabs(event: string): readonly Place<Tab>[] {
  const own = `/admin/events/${encodeURIComponent(event)}`;
  return [
    { name: 'hall', path: at(own), needs: 'desk' },
    { name: 'people', path: at(`${own}/people`), needs: 'desk' },
    { name: 'settings', path: at(`${own}/settings`), needs: 'organiser' },
    { name: 'rehearsal', path: at(`${own}/rehearsal`), needs: 'organiser' },
    { name: 'door', path: at(`${own}/door`), needs: 'door' },
  ];
}

/** Where pages lead to other parts. */
export const consolePath = {
  plans: at('/admin/plans'),
  newEvent: at('/admin/events/new'),
  door: (event: string) => at(`/door/${encodeURIComponent(event)}`),
  ofEvent: (event: string) => at(`/admin/events/${encodeURIComponent(event)}`),
  settings: (event: string) => at(`/admin/events/${encodeURIComponent(event)}/settings`),
  rehearsal: (event: string) => at(`/admin/events/${encodeURIComponent(event)}/rehearsal`),
  copy: (event: string) => at(`/admin/events/new?from=${encodeURIComponent(event)}`),
};

/** An address that is put together; that there is a page at it, the compiler can't know. */
function at(path: string): Pathname {
  return path as Pathname;
}

/** Which part a page belongs to. */
export function partOf(pathname: string): Part {
  const others = navItems.filter(({ name }) => name !== 'events');
  return others.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`))?.name ?? 'events';
}
