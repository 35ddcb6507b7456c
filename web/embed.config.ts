import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const client = join(import.meta.dirname, '..', 'client');
/** How many hex digits of its contents' hash stand in a file's name. */
const DIGITS = 16;

/**
 * Writes the module a second time under a name that says what is in it, so that it can be kept for ever, and a list of
 * both with what a page needs to be sure of it (`integrity`).
 */
function namedByContents(): Plugin {
  return {
    name: 'jari:named-by-contents',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        const { code } = file;
        const version = createHash('sha256').update(code).digest('hex').slice(0, DIGITS);
        const fileName = file.fileName.replace(/\.js$/, `.${version}.js`);
        const integrity = `sha384-${createHash('sha384').update(code).digest('base64')}`;
        this.emitFile({ type: 'asset', fileName, source: code });
        const source = JSON.stringify({ latest: file.fileName, immutable: fileName, integrity });
        this.emitFile({ type: 'asset', fileName: 'jari-hall.json', source });
      }
    },
  };
}

/** The embedded hall, as one module that needs nothing else. */
export default defineConfig({
  plugins: [namedByContents()],
  resolve: { conditions: ['jari-source', ...defaultClientConditions] },
  build: {
    outDir: join(client, 'build'),
    emptyOutDir: true,
    target: 'es2022',
    lib: {
      entry: join(client, 'src', 'element', 'main.ts'),
      formats: ['es'],
      fileName: () => 'jari-hall.js',
    },
    minify: true,
  },
});
