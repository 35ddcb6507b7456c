import { createApi } from '@jari/client/api';
import { request } from './request.ts';
import { inSession } from './session.ts';

export { streamPath, type BestWish } from '@jari/client/api';

/** The passes of waiting rooms, by event: sent with whatever takes seats. Kept up to date by `lib/waiting`. */
export const passes: Record<string, string | undefined> = {};

/** The API of the server that this app was built for. */
export const api = createApi({ request, inSession, passOf: (event) => passes[event] });
