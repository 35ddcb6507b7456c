import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, wherever it was cloned to and whatever the current folder is. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param {string[]} parts */
export const inRoot = (...parts) => join(root, ...parts);

/**
 * The file behind a package's command. npm may put a package beside the workspace that wants it or at the
 * root, so it is looked up the way node would, and run with node itself: no shell stands in between, and a
 * signal reaches the tool.
 *
 * @param {string} workspace folder whose package.json depends on the package, '' for the root
 * @param {string} name package
 * @param {string} [command] when it differs from the package's name
 */
export function toolFile(workspace, name, command = name) {
  const require = createRequire(inRoot(workspace, 'package.json'));
  const folder = (require.resolve.paths(name) ?? [])
    .map((path) => join(path, name))
    .find((path) => existsSync(join(path, 'package.json')));
  if (folder === undefined) {
    throw new Error(`The package ${name} is not installed. Run: npm ci --include=dev`);
  }
  const { bin } = /** @type {{ bin: string | Record<string, string> }} */ (
    require(join(folder, 'package.json'))
  );
  return join(folder, typeof bin === 'string' ? bin : (bin[command] ?? ''));
}
