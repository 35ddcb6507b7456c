import { lockFolder } from '../../src/adapters/postgres/folder-lock.ts';

/** A process that takes the lock of the folder of its argument, prints its own pid, and holds on to it for five minutes. */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('Usage: lock-process.ts FOLDER');
await lockFolder(path);
console.log(process.pid);
setTimeout(() => undefined, 300_000);
