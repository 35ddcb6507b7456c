import { personKeys } from '../support/person-keys.ts';
import { openPgliteLedger } from '../../src/adapters/postgres/pglite.ts';
import { writerOn } from '../conformance/batch-writer.ts';
import { eventOf } from '../conformance/ledger.ts';

/** A process that appends to the PGlite folder of its argument, and prints each sequence once acknowledged. */
const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('Usage: pglite-process.ts FOLDER');
const ledger = await openPgliteLedger({ personKeys, dataDir });
await ledger.putEvent(eventOf('default'));
for (let writer = await writerOn(ledger, 'default'); ; writer = writer.next()) {
  const seatId = ((writer.sequence / 2) % 9) + 1;
  writer.key(writer.sequence).reserve('u', [seatId]);
  await ledger.append(writer.cancel(writer.sequence, 'u', [seatId]).batch());
  process.stdout.write(`${writer.sequence}\n`);
}
