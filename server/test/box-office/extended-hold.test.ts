import { expect, it } from 'vitest';
import { isRefusal } from '../../src/domain/refusal.ts';
import { openTestOffice } from '../support/box-office.ts';

it('an extension is written to the seats, from which the next server learns when the hold ends', async () => {
  const { office, gate } = await openTestOffice();
  await office.submit({ kind: 'hold', userId: 'ann', seatIds: [4, 5] });
  const extended = await office.submit({ kind: 'extend', userId: 'ann' });
  if (isRefusal(extended)) throw new Error(extended.refused);
  const { expiresAt } = extended.hold;
  expect(
    gate.batches
      .at(-1)
      ?.seats.map(({ seatId, expiresAt: end, extensionsUsed }) => [seatId, end, extensionsUsed]),
  ).toEqual([
    [4, expiresAt, 1],
    [5, expiresAt, 1],
  ]);
});
