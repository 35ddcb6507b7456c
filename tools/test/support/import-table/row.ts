/**
 * What a folder may import.
 *
 * A row names a folder (or one file); `*` in it stands for one name. The row with the longest match decides.
 * Everything may import its own row's folder; `from` lists what else of this repository, `packages` which
 * npm packages ('node:' stands for all of node's own modules, a trailing '/' for all of a scope).
 */
export interface Row {
  readonly of: string;
  readonly from: readonly string[];
  readonly packages: readonly string[] | 'any';
}
