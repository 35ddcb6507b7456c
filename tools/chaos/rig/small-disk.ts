import { spawnSync } from 'node:child_process';

/** Room for a database of some sales and its log, and soon filled. */
const SIZE_MB = 320;

/** Puts a small disk (tmpfs) at a folder, which takes root; undefined where that cannot be. */
export function smallDiskAt(folder: string): { readonly path: string; remove(): void } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const options = ['-t', 'tmpfs', '-o', `size=${String(SIZE_MB)}m`, 'tmpfs', folder];
  if (spawnSync('mount', options).status !== 0) return undefined;
  return { path: folder, remove: () => void spawnSync('umount', ['-l', folder]) };
}
