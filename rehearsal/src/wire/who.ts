import type { Wire } from './wire.ts';

/**
 * How people say who they are: by name where the set-up believes names from here (embedded, or a gateway that was told
 * to), else by the session that everybody gets who has none.
 */
export type WayToBeKnown = { readonly by: 'name'; readonly header: string } | { readonly by: 'session' };

const USUAL_HEADER = 'x-user-id';
const ME = { method: 'GET', path: '/api/v1/me' } as const;

/** Tries which it is. */
export async function findWayToBeKnown(wire: Wire, probe: string): Promise<WayToBeKnown> {
  const { status, body } = await wire.ask({ ...ME, headers: { [USUAL_HEADER]: probe } });
  const isByName = status === 200 && body['source'] !== 'session' && String(body['user']).endsWith(probe);
  return isByName ? { by: 'name', header: USUAL_HEADER } : { by: 'session' };
}

/** The headers by which somebody is known from now on; undefined when no session was to be had. */
export async function headersOf(
  way: WayToBeKnown,
  userId: string,
  ask: (question: typeof ME) => Promise<{ readonly status: number; readonly cookies: string }>,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (way.by === 'name') return { [way.header]: userId };
  const { status, cookies } = await ask(ME);
  return status === 200 && cookies !== '' ? { cookie: cookies } : undefined;
}
