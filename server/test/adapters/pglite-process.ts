import { openPgliteLedger } from '../../src/adapters/postgres/pglite.ts';
import { BatchWriter } from '../conformance/batch-writer.ts';
import { eventOf } from '../conformance/ledger.ts';

/** A process that appends to the PGlite folder of its argument, and prints each sequence once acknowledged. */
const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('Usage: pglite-process.ts FOLDER');
const ledger = await openPgliteLedger({ dataDir });
await ledger.putEvent(eventOf('default'));
for (let sequence = (await ledger.load('default'))?.sequence ?? 0; ; sequence += 2) {
  const reservationId = `reservation-${sequence}`;
  const seatId = ((sequence / 2) % 9) + 1;
  const writer = new BatchWriter('default', sequence).reserve(reservationId, 'u', [seatId]);
  await ledger.append(writer.cancel(reservationId, 'u', [seatId]).remember('u', `${sequence}`).batch());
  process.stdout.write(`${sequence + 2}\n`);
}
