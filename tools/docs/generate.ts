import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedPages } from './pages.ts';

const root = join(import.meta.dirname, '..', '..');

for (const { path, text } of await generatedPages()) {
  writeFileSync(join(root, path), text);
  console.log(`Wrote ${path}`);
}
