import { apiBaseOf, createRequester } from '@jari/client/request';
import { learnRefusals, refusals } from '#lib/i18n/learn-refusals.ts';

export type { RequestOptions } from '@jari/client/request';

const serverBase = (import.meta.env?.VITE_API_BASE ?? '').replace(/\/$/, '');
/** Nearly everything of the API lives below this address. */
export const apiBase = apiBaseOf(serverBase);

/** Cookies go along to another origin only if the app was built for one. */
export const credentials: RequestCredentials = apiBase.startsWith('http') ? 'include' : 'same-origin';

/** Sends one request and says what came of it; never throws. */
export const request = createRequester({
  serverBase,
  credentials,
  readProblem: async (status, body) => {
    await learnRefusals();
    return refusals?.parseProblem(status, body);
  },
  waitAsTold: async (retryAfterS, isCommand) => {
    const patience = await import('./patience.ts').catch(() => undefined);
    if (patience === undefined) return false;
    return patience.waitAsTold(retryAfterS, isCommand);
  },
});
