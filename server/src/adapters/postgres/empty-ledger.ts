import { existsSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What the build has made with make-empty-ledger.mjs; as far from here in src as in dist. */
const emptyLedger = fileURLToPath(new URL('../../../build/empty-ledger', import.meta.url));

/**
 * Spares a first start three quarters of its work: a folder that is not there yet becomes a copy of the database
 * that the build has initialised. Where there is no build, PGlite initialises its own.
 */
export async function copyEmptyLedger(folder: string, from = emptyLedger): Promise<void> {
  if (existsSync(folder) || !existsSync(from)) return;
  // Under another name first: a process that ends while it copies must not leave half a database behind.
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(from, unfinished, { recursive: true });
  await rename(unfinished, folder);
}
