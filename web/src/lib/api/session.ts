import type { Me } from '@jari/contract';
import type { Outcome } from '@jari/client/outcome';
import { SessionKeeper } from '@jari/client/session';
import { ticketStore } from '#lib/tickets/ticket-store.ts';
import { request } from './request.ts';

const session = new SessionKeeper(async () => {
  const outcome = await request<Me>('/me');
  if (outcome.ok) ticketStore.seenUser(outcome.value.user);
  return outcome;
});

let newnessIsTold = false;

/**
 * True once, and only for a visitor whom the server has just met: such a one has nothing anywhere and need not
 * ask. Whoever asks later may have done something meanwhile, on this page or in another tab.
 */
export async function isNewcomer(): Promise<boolean> {
  const met = await session.ensure();
  const isNew = met.ok && met.value.is_new && !newnessIsTold;
  newnessIsTold = true;
  return isNew;
}

/** Runs a command in the session. If the cookie got lost meanwhile, gets a new one and tries once more. */
export const inSession = <T>(command: () => Promise<Outcome<T>>) => session.run(command);
