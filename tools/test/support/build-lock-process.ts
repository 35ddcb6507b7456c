import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { withBuildLock } from '../../../scripts/lib/build-lock.mjs';

/** A process that takes the lock again and again and writes down when it has it; it may die while it does. */
const [folder = '', log = '', rounds = '', end = ''] = process.argv.slice(2);
const note = (what: string) => appendFileSync(log, `${what} ${process.pid}\n`);
for (let round = 1; round <= Number(rounds); round++) {
  await withBuildLock(async () => {
    note('enter');
    await sleep(Math.random() * 4);
    if (end === 'dies' && round === Number(rounds)) {
      note('leave');
      process.kill(process.pid, 'SIGKILL');
      await sleep(60_000);
    }
    note('leave');
  }, folder);
}
