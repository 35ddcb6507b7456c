// Run by the build, with the name of the folder to make: what PGlite makes at a first start, made once for all of
// them. See empty-ledger.ts.
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

const [folder = ''] = process.argv.slice(2);
const unfinished = `${folder}.unfinished`;
await mkdir(dirname(folder), { recursive: true });
const lite = await PGlite.create(unfinished);
await lite.close();
await rename(unfinished, folder);
// Emscripten may leave handles behind that would keep the process.
process.exit(0);
