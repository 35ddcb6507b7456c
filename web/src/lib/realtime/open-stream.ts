import { createStreamOpener } from '@jari/client/open-stream';
import { apiBase, credentials } from '#lib/api/request.ts';

/** Opens a change stream of the server that this app was built for. */
export const openStream = createStreamOpener(apiBase, credentials);
