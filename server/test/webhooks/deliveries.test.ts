import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openPgliteLedger } from '../../src/adapters/postgres/pglite.ts';
import { writerOn } from '../conformance/batch-writer.ts';
import { personKeys } from '../support/person-keys.ts';
import { smallEvent } from '../support/hall.ts';

/** Moments at which a clock is easily misread: the first and the last of a day, noon, and one with few digits. */
const MOMENTS = [
  '2026-01-01T00:00:00.000Z',
  '2026-01-01T12:00:00.000Z',
  '2026-06-30T13:05:09.007Z',
  '2026-12-31T23:59:59.999Z',
];

it('A webhook tells the moment of each change in UTC, to the millisecond, and what its seats cost', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'jari-told-'));
  const ledger = await openPgliteLedger({ dataDir, personKeys });
  const { integrations } = ledger;
  await ledger.putEvent(smallEvent());
  await integrations.addWebhook({
    ...{ endpointId: 'wh_1', url: 'https://shop.example/', secret: 'whsec_AAAA', events: null },
    types: ['reservation.created', 'reservation.cancelled', 'seat.blocked', 'seat.unblocked'],
  });
  const writer = await writerOn(ledger, 'default');
  const [first = '', second = '', third = '', last = ''] = MOMENTS;
  const seats = [
    { id: 4, amount: 900 },
    { id: 5, amount: null },
    { id: 6, amount: 0 },
  ];
  const sold = { amounts: [900, null, 0], currency: 'EUR' };
  writer.at(Date.parse(first)).block([9]);
  writer.at(Date.parse(second)).unblock([9]);
  writer.at(Date.parse(third)).reserve('ann', [4, 5, 6], sold);
  writer.at(Date.parse(last)).cancel(3, 'ann', [4, 5, 6]);
  expect(await ledger.append(writer.batch())).toMatchObject({ ok: true });
  while ((await integrations.writeDeliveries()) > 0);
  const told = (await integrations.listDeliveries('wh_1', undefined, 9)).toReversed();
  const bodies = told.map(({ body }) => JSON.parse(body) as unknown);
  await ledger.close();
  await rm(dataDir, { recursive: true, force: true });
  expect(bodies).toMatchObject([
    { timestamp: first, type: 'seat.blocked' },
    { timestamp: second, type: 'seat.unblocked' },
    { timestamp: third, type: 'reservation.created', data: { seats, currency: 'EUR' } },
    { timestamp: last, type: 'reservation.cancelled', data: { seats, currency: 'EUR' } },
  ]);
});
