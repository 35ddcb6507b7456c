import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Bug } from './bug.ts';

export const root = join(import.meta.dirname, '..', '..');

/** What no suite depends on, so that writing about the bugs does not make their results old. */
const notTested = /^(docs\/|tools\/planted-bugs\/|[^/]*\.md$)/;

/**
 * A copy of the checkout as it stands, changes that are not committed included, in which bugs are planted. The
 * checkout itself is never touched.
 */
export class Scratch {
  /** Digest of the sources that are tested. */
  readonly tree: string;

  private constructor(
    readonly folder: string,
    paths: readonly string[],
  ) {
    const hash = createHash('sha256');
    for (const path of paths) {
      const bytes = readFileSync(join(root, path));
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      cpSync(join(root, path), join(folder, path));
      if (!notTested.test(path)) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    }
    this.tree = hash.digest('hex').slice(0, 16);
  }

  static make(): Scratch {
    const folder = mkdtempSync(join(tmpdir(), 'jari-planted-'));
    // PostgreSQL and nginx run as other users, and read from it.
    chmodSync(folder, 0o755);
    const listed = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard');
    const paths = listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
    const scratch = new Scratch(folder, paths.sort());
    for (const modules of ['node_modules', 'web/node_modules']) scratch.link(modules);
    // SvelteKit's own types must exist before anything of the web app can be read.
    const kit = join(folder, 'web/node_modules/@sveltejs/kit/svelte-kit.js');
    execFileSync(process.execPath, [kit, 'sync'], { cwd: join(folder, 'web'), stdio: 'ignore' });
    return scratch;
  }

  /** Plants a bug. Undefined, or why that was not possible. */
  plant(bug: Bug): string | undefined {
    try {
      git(this.folder, 'apply', '--whitespace=nowarn', bug.file);
      return undefined;
    } catch (error) {
      return `The patch does not apply. ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** Takes the bug out again. */
  mend({ paths }: Bug): void {
    for (const path of paths) {
      const original = join(root, path);
      if (existsSync(original)) writeFileSync(join(this.folder, path), readFileSync(original));
      else rmSync(join(this.folder, path), { force: true });
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The packages as links to the same bytes where the file system can, as there are a great many of them. */
  private link(modules: string): void {
    const [from, to] = [join(root, modules), join(this.folder, modules)];
    if (!existsSync(from)) return;
    try {
      execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
    } catch {
      rmSync(to, { recursive: true, force: true });
      execFileSync('cp', ['-a', from, to], { stdio: 'ignore' });
    }
  }
}

/** Those that do not apply to the checkout, with what Git says against them. */
export function notApplicable(bugs: readonly Bug[]): readonly string[] {
  // Git is asked once for all that change different files: once for each took longer than all other tests of the bugs.
  const groups: { readonly paths: Set<string>; readonly bugs: Bug[] }[] = [];
  for (const bug of bugs) {
    let group = groups.find(({ paths }) => bug.paths.every((path) => !paths.has(path)));
    if (group === undefined) groups.push((group = { paths: new Set(), bugs: [] }));
    for (const path of bug.paths) group.paths.add(path);
    group.bugs.push(bug);
  }
  return groups
    .flatMap((group) => (whyNotApplicable(group.bugs) === undefined ? [] : group.bugs))
    .flatMap((bug) => {
      const why = whyNotApplicable([bug]);
      return why === undefined ? [] : [`${bug.name}: ${why}`];
    });
}

function whyNotApplicable(bugs: readonly Bug[]): string | undefined {
  try {
    git(root, 'apply', '--check', ...bugs.map(({ file }) => file));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function git(folder: string, ...args: readonly string[]): string {
  // A copy below another repository is still no part of it.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) };
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio, maxBuffer: 2 ** 26 });
}
