import type pg from 'pg';
import { run, withClient } from './connection.ts';
import type { PersonKeys } from './person-keys.ts';
import { statements } from './statements.ts';

/**
 * Compares the keys for names and phones with the one that the ledger was last written with, and notes the first as
 * the one it is written with from now on. Rejects when the ledger's is not among them: a start is the moment to say
 * so, and not the first ticket that cannot be read.
 */
export async function agreeOnKey(pool: pg.Pool, keys: PersonKeys): Promise<void> {
  const values = [keys.currentId, keys.acceptedIds];
  const [row] = await withClient(pool, (client) =>
    run<{ before: string | null; is_agreed: boolean }>(client, statements.agreeOnKey, values),
  );
  if (row === undefined || row.is_agreed) return;
  const id = row.before ?? '';
  throw new Error(
    `The names and phones of this ledger are encrypted with the key ${id}, which is not among PERSONAL_DATA_KEYS ` +
      '(nor in secrets.json of DATA_DIR, where generated keys are kept). Add it behind the others; if it is lost ' +
      `for good, set PERSONAL_DATA_LOST_KEYS=${id}: those names can never be read again, and everything else goes on.`,
  );
}
