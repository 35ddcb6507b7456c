import type { Handle } from '@sveltejs/kit';
import { apiBase, credentials } from '#lib/api/request.ts';
import boot from './boot.js?raw';

/** What the hall of `/` asks for first. The browser fetches it together with the code, not after it. */
const FIRST_QUESTIONS = ['/events/default', '/events/default/seats'];

/** A preload serves a fetch only when both send cookies under the same rule. */
const crossOrigin = credentials === 'include' ? 'use-credentials' : 'anonymous';

/**
 * Runs while the pages are written, never for a visitor. Puts into their head what has to come before all else:
 * boot.js, inline so that the first paint waits for no second answer (vite.config.ts tells the policy its hash),
 * and, on the page that is the default hall, where its data is. The description in app.html is replaced by the server
 * with what the event's page is about, for crawlers that run no scripts.
 */
export const handle: Handle = ({ event, resolve }) => {
  const questions = event.url.pathname === '/' ? FIRST_QUESTIONS : [];
  const preloads = questions.map(
    (path) => `<link rel="preload" as="fetch" href="${apiBase}${path}" crossorigin="${crossOrigin}" />`,
  );
  const head = [...preloads, `<script>${boot}</script>`].join('\n    ');
  return resolve(event, { transformPageChunk: ({ html }) => html.replace('%jari.head%', () => head) });
};
