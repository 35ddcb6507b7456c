import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebhookMessage } from '@jari/contract';
import { expect, it, onTestFinished } from 'vitest';
import { openPgliteLedger } from '../../src/adapters/postgres/pglite.ts';
import { writerOn } from '../conformance/batch-writer.ts';
import { personKeys } from '../support/person-keys.ts';
import { smallEvent } from '../support/hall.ts';

/** A ledger with one event and one webhook, which is told all that happens to seats. */
async function aToldLedger() {
  const dataDir = await mkdtemp(join(tmpdir(), 'jari-told-'));
  const ledger = await openPgliteLedger({ dataDir, personKeys });
  onTestFinished(async () => {
    await ledger.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const { integrations } = ledger;
  await ledger.putEvent(smallEvent());
  await integrations.addWebhook({
    ...{ endpointId: 'wh_1', url: 'https://shop.example/', secret: 'whsec_AAAA', events: null },
    types: ['reservation.created', 'reservation.cancelled', 'seat.blocked', 'seat.unblocked'],
  });
  /** The oldest first. */
  const told = async () => {
    while ((await integrations.writeDeliveries()) > 0);
    const deliveries = await integrations.listDeliveries('wh_1', undefined, 99);
    return deliveries.toReversed().map(({ body }) => JSON.parse(body) as WebhookMessage);
  };
  return { ledger, told };
}

/** Moments at which a clock is easily misread: the first and the last of a day, noon, and one with few digits. */
const MOMENTS = [
  '2026-01-01T00:00:00.000Z',
  '2026-01-01T12:00:00.000Z',
  '2026-06-30T13:05:09.007Z',
  '2026-12-31T23:59:59.999Z',
];

it('A webhook tells the moment of each change in UTC, to the millisecond', async () => {
  const { ledger, told } = await aToldLedger();
  const writer = await writerOn(ledger, 'default');
  const [first = '', second = '', third = '', last = ''] = MOMENTS;
  writer.at(Date.parse(first)).block([9]);
  writer.at(Date.parse(second)).unblock([9]);
  writer.at(Date.parse(third)).reserve('ann', [4]);
  writer.at(Date.parse(last)).cancel(3, 'ann', [4]);
  expect(await ledger.append(writer.batch())).toMatchObject({ ok: true });
  expect((await told()).map(({ timestamp }) => timestamp)).toEqual(MOMENTS);
});

it.each([
  ['at once', true],
  ['after all has happened', false],
])(
  'A webhook tells what each seat had cost, also of those that leave a reservation one by one, %s',
  async (_, isAtOnce) => {
    const { ledger, told } = await aToldLedger();
    const sold = { amounts: [900, null, 0, 700], currency: 'EUR' };
    let writer = await writerOn(ledger, 'default');
    const append = async () => {
      expect(await ledger.append(writer.batch())).toMatchObject({ ok: true });
      writer = writer.next();
      if (isAtOnce) await told();
    };
    writer.reserve('ann', [4, 5, 6, 7], sold);
    await append();
    writer.cancel(1, 'ann', [6], [4, 5, 7]);
    await append();
    writer.cancel(1, 'ann', [5, 7], [4]);
    await append();
    writer.cancel(1, 'ann', [4]);
    await append();
    const prices = (await told()).map(({ data }) =>
      'seats' in data ? data.seats.map(({ id, amount }) => `${id}: ${amount}`) : [],
    );
    expect(prices).toEqual([
      ['4: 900', '5: null', '6: 0', '7: 700'],
      ['6: 0'],
      ['5: null', '7: 700'],
      ['4: 900'],
    ]);
  },
);
