import { reasonOf, type Outcome } from '@jari/client/outcome';
import { request, type RequestOptions } from '#lib/api/request.ts';
import { consoleSession } from './console-session.svelte.ts';

/**
 * Asks as the one who is signed in; the path begins after `/api/v1`. Answers are never taken from the browser's
 * cache. When the session has run out, the sign-in is shown over the page and the request is sent once more after
 * it, so nothing that was typed is lost; who does not sign in gets the refusal.
 */
export async function adminRequest<T>(path: string, options: RequestOptions = {}): Promise<Outcome<T>> {
  const asked = { isTimely: true, ...options };
  const { signIns } = consoleSession;
  const outcome = await request<T>(path, asked);
  if (outcome.ok || reasonOf(outcome.failure) !== 'unauthorized') return outcome;
  const isIn = signIns !== consoleSession.signIns || (await consoleSession.renewed());
  return isIn ? request<T>(path, asked) : outcome;
}
