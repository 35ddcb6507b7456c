import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defaultClientConditions, defaultServerConditions, defineConfig, loadEnv } from 'vite';

/** Where `vite dev` finds the server; the built app is served by the server itself. */
const apiServer = process.env['API_PROXY'] ?? 'http://localhost:5800';

export default defineConfig(({ mode }) => {
  const apiBase = loadEnv(mode, import.meta.dirname)['VITE_API_BASE'] ?? '';
  const apiOrigin = apiBase.startsWith('http')
    ? [new URL(apiBase).origin as `https://${string}.${string}`]
    : [];

  return {
    plugins: [
      sveltekit({
        // The hall is prerendered for its first paint; every other address is answered by the fallback.
        adapter: adapter({ fallback: '200.html', precompress: true }),
        prerender: { entries: ['/'] },
        // The pages of tickets do it; see lib/offline/register.ts.
        serviceWorker: { register: false },
        csp: {
          mode: 'hash',
          directives: {
            'default-src': ['self'],
            'script-src': ['self'],
            'style-src': ['self'],
            // The one style attribute there is: the kit's own, on the element that announces page changes.
            'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
            'img-src': ['self', 'data:'],
            'connect-src': ['self', ...apiOrigin],
            'object-src': ['none'],
            'base-uri': ['self'],
            'form-action': ['self'],
          },
        },
      }),
    ],
    resolve: { conditions: ['jari-source', ...defaultClientConditions] },
    ssr: { resolve: { conditions: ['jari-source', ...defaultServerConditions] } },
    server: {
      proxy: Object.fromEntries(
        ['/api', '/fcfs', '/health', '/healthz', '/readyz', '/metrics', '/openapi.json', '/docs'].map(
          (path) => [path, { target: apiServer }],
        ),
      ),
    },
  };
});
