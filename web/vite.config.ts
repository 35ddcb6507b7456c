import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultClientConditions, defaultServerConditions, defineConfig, loadEnv, type Plugin } from 'vite';

/** Where `vite dev` finds the server; the built app is served by the server itself. */
const apiServer = process.env['API_PROXY'] ?? 'http://localhost:5800';

/** The one inline script that is not SvelteKit's own; see hooks.server.ts. */
const bootHash = createHash('sha256')
  .update(readFileSync(join(import.meta.dirname, 'src', 'boot.js')))
  .digest('base64');

/** The pages that a first visit may need at once. Every other page is fetched when the visitor turns to it. */
const FIRST_PAGES = /\/src\/routes\/(\+layout|\+error|\+page|events\/\[event\]\/\+page)\.(svelte|ts)$/;

/** What only those who work for the house open. */
const HOUSE_PAGES = [
  { name: 'editor', of: /\/src\/(routes\/admin\/plans|lib\/editor)\// },
  { name: 'console', of: /\/src\/(routes\/admin|lib\/(admin|rehearsal|integrations))\// },
  { name: 'door', of: /\/src\/(routes|lib)\/door\// },
];

/** What several pages share is put together below so many bytes: each file has its name in the first view. */
const MERGED_BELOW = 20_000;

/**
 * Puts all that the first view needs into one file. SvelteKit knows only "a file for each module that pages share"
 * (fifteen requests for the hall) or "everything in one" (the calendar and phone libraries, too). So it is told the
 * second, and this plugin lets the pages that come later go their own way again.
 *
 * The pages of the house are one file each for editor, console and door: the first view has the name of every file, and what
 * its pages need, so a visitor would pay for a hundred small ones that no visitor asks for. A group takes along whatever its
 * pages need: what a visitor's page needs too stands apart before it, or the form would bring the whole console with it.
 */
function oneFileForTheFirstView(): Plugin {
  return {
    name: 'jari:one-file-for-the-first-view',
    config({ build }, { command }) {
      if (command !== 'build' || build?.ssr) return {};
      const codeSplitting = {
        groups: [
          {
            debugName: 'first-view',
            name(id: string, modules: { getModuleInfo: (id: string) => { importedIds: string[] } | null }) {
              const imported = modules.getModuleInfo(id)?.importedIds ?? [];
              return [id, ...imported].some((one) => FIRST_PAGES.test(one)) ||
                id.endsWith('/client/bundle.js') ||
                id.startsWith('\0')
                ? 'first-view'
                : null;
            },
          },
          {
            name: 'shared',
            test: (id: string) => !id.startsWith('\0') && !HOUSE_PAGES.some(({ of }) => of.test(id)),
            minShareCount: 2,
            entriesAware: true,
            entriesAwareMergeThreshold: MERGED_BELOW,
          },
          ...HOUSE_PAGES.map(({ name, of }) => ({ name, test: of })),
        ],
      };
      return { build: { rolldownOptions: { output: { codeSplitting } } } };
    },
  };
}

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
        prerender: { entries: ['/', '/pages.json'], crawl: false },
        output: { bundleStrategy: 'single' },
        // The pages of tickets do it; see lib/offline/register.ts.
        serviceWorker: { register: false },
        csp: {
          mode: 'hash',
          directives: {
            'default-src': ['self'],
            'script-src': ['self', `sha256-${bootHash}`],
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
      oneFileForTheFirstView(),
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
