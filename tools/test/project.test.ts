import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesEndingIn, root, type SourceFile } from './support/source-files.ts';

const sources = filesEndingIn('.ts', '.js', '.mjs', '.svelte', '.sql', '.lua');
const pages = filesEndingIn('.md');
const texts = [
  ...sources,
  ...pages,
  ...filesEndingIn('.json', '.yaml', '.yml', '.conf', '.html', '.css', '.sh'),
];

interface Manifest {
  readonly scripts?: Record<string, string>;
  readonly scriptsHelp?: Record<string, string>;
  readonly workspaces?: readonly string[];
  readonly [dependencies: `${string}ependencies`]: Record<string, string> | undefined;
}

const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
const manifest = readManifest('.');

/** The places of a text that match, as `path:line`. */
const placesOf = (pattern: RegExp, files: readonly SourceFile[]) =>
  files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );

describe('the sources', () => {
  test('are short enough to be read at one go', () => {
    const generated = ['server/migrations/schema.sql'];
    const tooLong = sources
      .filter(({ path }) => !generated.includes(path))
      .filter(({ text }) => text.split('\n').length > 401);
    expect(tooLong.map(({ path }) => path)).toEqual([]);
  });

  // Put together from parts, so that these lines do not find themselves.
  const unfinished = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\\b`);
  const switchedOff = new RegExp(
    `\\b(it|test|describe)(\\.\\w+)*\\.(only\\(|(skip|to${'do'}|fixme)\\(\\s*['"\`])`,
  );
  const machinePath = new RegExp(
    `(?<![\\w.~}])/(${['wo' + 'rk', 'ro' + 'ot', 'ho' + 'me', 'Us' + 'ers'].join('|')})/`,
  );

  test('leave nothing for later', () => {
    expect(placesOf(unfinished, texts)).toEqual([]);
    expect(placesOf(unfinished, [{ path: 'x', text: `// ${'TO'}DO: later` }])).toHaveLength(1);
  });

  test('contain no test that is switched off, and none that switches off the others', () => {
    expect(placesOf(switchedOff, sources)).toEqual([]);
    const made = ['skip("a")', 'only(`a`)', "concurrent.skip('a')"].map((call) => `test.${call}`);
    expect(made.flatMap((text) => placesOf(switchedOff, [{ path: 'x', text }]))).toHaveLength(made.length);
  });

  test('name no folder of the machine they were written on', () => {
    expect(placesOf(machinePath, texts)).toEqual([]);
    expect(placesOf(machinePath, [{ path: 'x', text: `see ${'/ho'}me/somebody/jari` }])).toHaveLength(1);
  });
});

describe('the packages', () => {
  test('are named by exact version, in every workspace', () => {
    const loose = ['.', ...(manifest.workspaces ?? [])].flatMap((folder) =>
      Object.entries(readManifest(folder))
        .filter(([key]) => key.endsWith('ependencies'))
        .flatMap(([, dependencies]) => Object.entries(dependencies as Record<string, string>))
        .filter(([, version]) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${folder}: ${name} ${version}`),
    );
    expect(loose).toEqual([]);
  });

  test('may come from any registry: the lockfile names none', () => {
    expect(placesOf(/"resolved": "https?:/, filesEndingIn('package-lock.json'))).toEqual([]);
  });

  test('every script of the root has its sentence in the help', () => {
    expect(Object.keys(manifest.scriptsHelp ?? {})).toEqual(Object.keys(manifest.scripts ?? {}));
  });
});

describe('the pages', () => {
  const headingsOf = (page: string) =>
    readFileSync(join(root, page), 'utf8')
      .replace(/^```[\s\S]*?^```/gm, '')
      .split('\n')
      .filter((line) => /^#{1,6} /.test(line))
      .map((line) => line.replace(/ .*/, ''));

  test('the README says the same in Korean and in English', () => {
    if (!existsSync(join(root, 'README.md'))) return;
    expect(headingsOf('README.ko.md')).toEqual(headingsOf('README.md'));
  });

  test('link only to what exists', () => {
    const broken = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)\s#]+)(#[^)]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => !existsSync(join(root, link.startsWith('/') ? '.' : dirname(path), link)))
        .map((link) => `${path} → ${link}`),
    );
    expect(broken).toEqual([]);
  });
});
