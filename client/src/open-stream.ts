import type { StreamOpener } from './hall-sync.ts';
import { SseParser } from './sse-parser.ts';

/** Makes what opens a change stream over fetch. It ends quietly when the server ends it, and throws when it breaks. */
export const createStreamOpener =
  (apiBase: string, credentials: RequestCredentials): StreamOpener =>
  async (path, { position, signal, onMessage, onSignOfLife }) => {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (position !== undefined) headers['last-event-id'] = position;
    const response = await fetch(apiBase + path, { headers, credentials, cache: 'no-store', signal });
    if (!response.ok || !response.body) throw new Error(`stream answered ${response.status}`);
    onSignOfLife();

    const parser = new SseParser();
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onSignOfLife();
      for (const message of parser.push(decoder.decode(value, { stream: true }))) onMessage(message);
    }
  };
