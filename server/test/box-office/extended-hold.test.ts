import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPgliteLedger } from '../../src/adapters/postgres/pglite.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { openTestOffice } from '../support/box-office.ts';
import { personKeys } from '../support/person-keys.ts';

/** What a restart, a failover or a reload finds of a hold. */
describe('An extended hold', () => {
  let dataDir: string;
  let ledger: Ledger;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'jari-extended-'));
    ledger = await openPgliteLedger({ dataDir, personKeys });
  });
  afterEach(async () => {
    await ledger.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('has its new time and its used extension in the ledger, and so after a restart', async () => {
    const { office } = await openTestOffice({ ledger });
    await office.submit({ kind: 'hold', userId: 'a', seatIds: [1, 2] });
    const before = office.seatMap.hold('a');
    await office.submit({ kind: 'extend', userId: 'a' });
    const extended = office.seatMap.hold('a');
    expect(extended?.expiresAt).toBeGreaterThan(before?.expiresAt ?? Infinity);

    const again = await openTestOffice({ ledger });
    expect(again.office.seatMap.hold('a')).toEqual(extended);
  });
});
