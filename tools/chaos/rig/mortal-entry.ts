import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import type { StackFolder } from '../../stack/stack-folder.ts';

const source = new URL('../failpoints/', import.meta.url);
const builtServer = fileURLToPath(new URL('../../../server/dist/', import.meta.url));
const FILES = ['server.ts', 'around-answers.ts', 'around-stores.ts', 'death.ts', 'points.ts'];

/**
 * The mortal server as plain JavaScript around the built one, made once for all that are started: a thousand starts by
 * way of a compiler would cost a third more.
 */
export function mortalEntry(folder: StackFolder): string {
  if (!existsSync(builtServer)) throw new Error('The server has not been built: npm run build');
  const home = folder.folder('mortal-server');
  writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
  for (const name of FILES) {
    const text = readFileSync(new URL(name, source), 'utf8');
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        verbatimModuleSyntax: true,
      },
    });
    const built = outputText
      .replaceAll('../../../server/src/', pathToFileURL(builtServer).href)
      .replaceAll(/(from ['"][^'"]+)\.ts(['"])/g, '$1.js$2');
    writeFileSync(join(home, `${basename(name, '.ts')}.js`), built);
  }
  return join(home, 'server.js');
}
