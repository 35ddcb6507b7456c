import { MemoryLedger } from '../../../server/test/support/memory-ledger.ts';
import { MemoryIntegrations } from './memory-integrations.ts';

/** A ledger in memory that knows integrators, too. */
export class MemoryStoreOfAll extends MemoryLedger {
  override readonly integrations = new MemoryIntegrations();
}
