import type { Me } from '@jari/contract';
import { reasonOf, type Outcome } from './outcome.ts';
import { keptTickets } from '#lib/tickets/kept-tickets.ts';
import { request } from './request.ts';

let asked: Promise<Outcome<Me>> | undefined;

/** Makes sure that the server knows us (a session cookie) before the first command; asks once. */
export function ensureSession(): Promise<Outcome<Me>> {
  asked ??= request<Me>('/me').then((outcome) => {
    if (outcome.ok) keptTickets.seenUser(outcome.value.user);
    else asked = undefined;
    return outcome;
  });
  return asked;
}

let newnessIsTold = false;

/**
 * True once, and only for a visitor whom the server has just met: such a one has nothing anywhere and need not
 * ask. Whoever asks later may have done something meanwhile, on this page or in another tab.
 */
export async function isNewcomer(): Promise<boolean> {
  const session = await ensureSession();
  const isNew = session.ok && session.value.is_new && !newnessIsTold;
  newnessIsTold = true;
  return isNew;
}

/** Runs a command in the session. If the cookie got lost meanwhile, gets a new one and tries once more. */
export async function inSession<T>(command: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const session = await ensureSession();
  if (!session.ok) return session;
  const outcome = await command();
  if (outcome.ok || reasonOf(outcome.failure) !== 'missing_user') return outcome;
  asked = undefined;
  const renewed = await ensureSession();
  return renewed.ok ? command() : renewed;
}
