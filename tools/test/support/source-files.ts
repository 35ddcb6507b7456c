import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

export const root = join(import.meta.dirname, '..', '..', '..');

/** A file of the repository: its path with forward slashes from the root, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const notOurs = new Set([
  '.cache',
  '.git',
  '.svelte-kit',
  'build',
  'data',
  'dist',
  'node_modules',
  'playwright-report',
  'test-results',
]);

function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pathsBelow(path);
    return entry.isFile() ? [relative(root, path).replaceAll('\\', '/')] : [];
  });
}

/** Every file whose name ends in one of these. */
export function filesEndingIn(...endings: readonly string[]): SourceFile[] {
  return pathsBelow(root)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
