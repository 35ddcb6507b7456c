import type { IdempotencyRecord } from '../ports/ledger.ts';

/**
 * The idempotency keys that an event's successes have used up. All of them are kept in memory, about 400
 * bytes each, so that a retry is recognised before it is decided and costs no query.
 */
export class UsedKeys {
  private readonly byUserAndKey = new Map<string, IdempotencyRecord>();

  constructor(records: Iterable<IdempotencyRecord>) {
    this.addAll(records);
  }

  get(userId: string, key: string): IdempotencyRecord | undefined {
    return this.byUserAndKey.get(`${userId}\n${key}`);
  }

  addAll(records: Iterable<IdempotencyRecord>): void {
    for (const record of records) this.byUserAndKey.set(`${record.userId}\n${record.key}`, record);
  }
}
