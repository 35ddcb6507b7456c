import { compile, compileModule } from 'svelte/compiler';
import { defineConfig } from 'vitest/config';

/**
 * Only logic that needs no browser is tested here; what needs one is tested end to end. What has runes or markup is compiled
 * as for a server, where state is a plain value and no effect runs: enough to see what it asks, keeps and tells.
 */
const svelte = {
  name: 'jari:svelte',
  // Addresses are as they stand; nothing else of SvelteKit's is there without a browser.
  resolveId: (id: string) => (id === '$app/paths' ? `\0${id}` : undefined),
  load: (id: string) => (id === '\0$app/paths' ? 'export const resolve = (path) => path;' : undefined),
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
