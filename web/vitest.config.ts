import { compile, compileModule } from 'svelte/compiler';
import { defineConfig } from 'vitest/config';

/** Of SvelteKit's own no more is there without a browser: addresses are as they stand, and an app is of few files. */
const kit: Readonly<Record<string, string>> = {
  '$app/paths': 'export const resolve = (path) => path;',
  '$service-worker': `
    export const version = '7';
    export const build = ['/_app/immutable/start.js'];
    export const files = ['/favicon.svg', '/og-image.png', '/robots.txt'];
  `,
};

/**
 * Only logic that needs no browser is tested here; what needs one is tested end to end. What has runes or markup is compiled
 * as for a server, where state is a plain value and no effect runs: enough to see what it asks, keeps and tells.
 */
const svelte = {
  name: 'jari:svelte',
  resolveId: (id: string) => (Object.hasOwn(kit, id) ? `\0${id}` : undefined),
  load: (id: string) => kit[id.replace('\0', '')],
  transform: (code: string, filename: string) => {
    if (filename.endsWith('.svelte.ts')) return compileModule(code, { filename, generate: 'server' }).js;
    return filename.endsWith('.svelte') ? compile(code, { filename, generate: 'server' }).js : undefined;
  },
};

export default defineConfig({
  plugins: [svelte],
  resolve: { conditions: ['jari-source'] },
  ssr: { resolve: { conditions: ['jari-source'], externalConditions: ['jari-source'] } },
  test: { name: 'web', environment: 'node', include: ['test/**/*.test.ts'], testTimeout: 60_000 },
});
