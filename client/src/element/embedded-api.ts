import type { EmbedSession, HoldToken } from '@jari/contract';
import { createApi, type Api } from '../api.ts';
import type { StreamOpener } from '../hall-sync.ts';
import type { Outcome } from '../outcome.ts';
import { createStreamOpener } from '../open-stream.ts';
import { parseProblem } from '../problem.ts';
import { apiBaseOf, createRequester, waitALittleLonger } from '../request.ts';
import { SessionKeeper } from '../session.ts';

type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What an embedded hall asks its server by. */
export interface EmbeddedApi {
  readonly api: Api & {
    /** What the shop's server needs to reserve what I hold, once I have paid there. */
    readonly holdToken: (event: string) => Promise<Outcome<HoldToken>>;
  };
  readonly openStream: StreamOpener;
}

/**
 * The API for a page of another site. Browsers keep our cookie back there, so the session is a token that the page
 * keeps for as long as the tab lives: a refresh loses nothing, and another tab is another visitor.
 *
 * @param serverBase where Jari is; '' for where the page comes from
 */
export function createEmbeddedApi(serverBase: string, storage: TextStorage | undefined): EmbeddedApi {
  const kept = keepText(`jari:session:${serverBase}`, storage);
  const open = createRequester({ serverBase, credentials: 'omit', readProblem: parseProblem });
  const request = createRequester({
    readProblem: parseProblem,
    serverBase,
    credentials: 'omit',
    headers: (): Record<string, string> => {
      const token = kept.read();
      return token === undefined ? {} : { 'jari-session': token };
    },
    waitAsTold: (retryAfterS) => waitALittleLonger(retryAfterS),
  });
  let isFirst = true;
  const session = new SessionKeeper<undefined>(async () => {
    // The one from before a refresh is tried first; asked for again, it was no good.
    const hasOne = isFirst && kept.read() !== undefined;
    isFirst = false;
    if (hasOne) return { ok: true, value: undefined, sentAt: performance.now() };
    const outcome = await open<EmbedSession>('/embed/session', { method: 'POST' });
    if (!outcome.ok) return outcome;
    kept.write(outcome.value.session);
    return { ...outcome, value: undefined };
  });
  const inSession = <T>(command: () => Promise<Outcome<T>>) => session.run(command);
  const api = {
    ...createApi({ request, inSession, passOf: () => undefined }),
    holdToken: (event: string) =>
      inSession(() =>
        request<HoldToken>(`/events/${encodeURIComponent(event)}/hold/token`, { method: 'POST' }),
      ),
  };
  return { api, openStream: createStreamOpener(apiBaseOf(serverBase), 'omit') };
}

const shared = new Map<string, EmbeddedApi>();

/**
 * The same for all halls of a page. Each by its own they would find no session in the same moment and open one each,
 * which is a visitor each; a refresh would know the holds of the last of them only.
 */
export function sharedEmbeddedApi(serverBase: string, storage: TextStorage | undefined): EmbeddedApi {
  const made = shared.get(serverBase) ?? createEmbeddedApi(serverBase, storage);
  shared.set(serverBase, made);
  return made;
}

/** A text that outlives a refresh where the page may store it, and otherwise lives as long as the page. */
function keepText(name: string, storage: TextStorage | undefined) {
  let text: string | undefined;
  return {
    read: (): string | undefined => {
      try {
        text ??= storage?.getItem(name) ?? undefined;
      } catch {
        // It is forbidden: what this page remembers has to do.
      }
      return text;
    },
    write: (value: string): void => {
      text = value;
      try {
        storage?.setItem(name, value);
      } catch {
        // The same.
      }
    },
  };
}
