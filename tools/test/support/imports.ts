import { posix } from 'node:path';
import ts from 'typescript';
import type { Row } from './import-table/row.ts';
import type { SourceFile } from './source-files.ts';

/** What stands behind an import: a file of this repository, or a package. */
type Target = { readonly file: string } | { readonly package: string };

/** The scripts of a component; the rest of it is markup and style. */
const scriptsOf = (component: string): string =>
  [...component.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '').join('\n');

export function importsOf({ path, text }: SourceFile): string[] {
  const code = path.endsWith('.svelte') ? scriptsOf(text) : text;
  return ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
}

function targetOf(importer: string, specifier: string): Target {
  if (specifier.startsWith('.')) return { file: posix.join(posix.dirname(importer), specifier) };
  if (specifier.startsWith('#lib/')) return { file: specifier.replace('#lib', 'web/src/lib') };
  if (specifier.startsWith('node:')) return { package: 'node:' };
  const [first = '', second = ''] = specifier.split('/');
  if (!first.startsWith('@')) return { package: first };
  return first === '@jari' ? { file: `${second}/src/index.ts` } : { package: `${first}/${second}` };
}

/** Whether the path is what the pattern names, or lies below it. */
function isWithin(path: string, pattern: string): boolean {
  const source = pattern.replace(/[.$]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`^${source}(/|$)`).test(path);
}

const rowOf = (path: string, table: readonly Row[]): Row | undefined =>
  table.filter(({ of }) => isWithin(path, of)).sort((left, right) => right.of.length - left.of.length)[0];

function isAllowed(importer: string, specifier: string, row: Row): boolean {
  const target = targetOf(importer, specifier);
  if ('file' in target) return [row.of, ...row.from].some((pattern) => isWithin(target.file, pattern));
  if (row.packages === 'any') return true;
  return row.packages.some((name) =>
    name.endsWith('/') ? target.package.startsWith(name) : target.package === name,
  );
}

/** One sentence for each import that the table does not allow, and for each file that no row names. */
export function brokenRules(files: readonly SourceFile[], table: readonly Row[]): string[] {
  return files.flatMap((file) => {
    const row = rowOf(file.path, table);
    if (row === undefined) return [`${file.path} is in no row of the import table`];
    return importsOf(file)
      .filter((specifier) => !isAllowed(file.path, specifier, row))
      .map((specifier) => `${file.path} imports ${specifier}, which ${row.of} may not`);
  });
}

/** Ways through the table that lead back to where they began. */
export function circlesOf(table: readonly Row[]): string[] {
  const from = (way: readonly Row[]): string[] =>
    (way.at(-1)?.from ?? [])
      .map((path) => rowOf(path, table))
      .flatMap((next) => {
        if (next === undefined || next === way.at(-1)) return [];
        const whole = [...way, next];
        return way.includes(next) ? [whole.map(({ of }) => of).join(' → ')] : from(whole);
      });
  return table.flatMap((row) => from([row]));
}

/** Whether the code reads `process.env`; comments and strings that mention it do not count. */
export function readsEnvironment({ path, text }: SourceFile): boolean {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const reads = (node: ts.Node): boolean =>
    (ts.isPropertyAccessExpression(node) &&
      node.name.text === 'env' &&
      node.expression.getText(source) === 'process') ||
    ts.forEachChild(node, (child) => reads(child) || undefined) === true;
  return reads(source) || importsOf({ path, text }).some((name) => /^(node:)?process$/.test(name));
}
