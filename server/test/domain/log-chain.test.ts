import { describe, expect, it } from 'vitest';
import { fromRow, toRow } from '../../src/domain/change-codec.ts';
import type { Change, Unsealed } from '../../src/domain/change.ts';
import { agrees, firstHead, follows, parsePosition, positionText, seal } from '../../src/domain/log-chain.ts';
import { LOG_KEY } from '../support/hall.ts';

const entry = { sequence: 1, at: 1_800_000_000_000, actor: 'user', seatIds: [5, 6] } as const;
const key = { keyPrint: 2 ** 48 - 1, wishPrint: 7 };
const unsealed: readonly Unsealed[] = [
  { ...entry, cause: 'held', userId: 'ann', expiresAt: 1_800_000_120_000, extensionsUsed: 0, key: null },
  { ...entry, cause: 'extended', userId: 'ann', expiresAt: 1_800_000_240_000, extensionsUsed: 1, key },
  { ...entry, cause: 'released', userId: 'ann', expiresAt: 1_800_000_120_000, extensionsUsed: 0 },
  {
    ...entry,
    cause: 'expired',
    userId: 'ann',
    expiresAt: 1_800_000_120_000,
    extensionsUsed: 0,
    actor: 'clock',
  },
  { ...entry, cause: 'reserved', userId: 'ann', remainingSeats: 7, key },
  { ...entry, cause: 'cancelled', userId: 'ann', reservation: 3 },
  { ...entry, cause: 'blocked', actor: 'organiser:eve' },
  { ...entry, cause: 'unblocked', actor: 'organiser:eve' },
];
const before = firstHead('e1', 'default');
const sealed: readonly Change[] = unsealed.map((change) => seal(before, { ...change, hash: '' }, LOG_KEY));

describe('the chain of a log', () => {
  it('gives every change back from its row, sealed as it was', () => {
    for (const change of sealed) {
      const again = fromRow(JSON.parse(JSON.stringify(toRow(change))) as ReturnType<typeof toRow>);
      expect(again).toEqual(change);
      expect(follows(before, again, LOG_KEY)).toBe(true);
    }
  });

  it('differs when anything that happened differs', () => {
    const hashes = new Set(sealed.map(({ hash }) => hash));
    expect(hashes.size).toBe(sealed.length);
    for (const change of sealed) {
      const others: Change[] = [
        { ...change, seatIds: [5] },
        { ...change, at: change.at + 1 },
        { ...change, sequence: 2 },
        { ...change, actor: 'organiser:mallory' },
      ];
      if ('userId' in change) others.push({ ...change, userId: 'bob' });
      for (const other of others) expect(follows(before, other, LOG_KEY)).toBe(false);
      expect(follows(firstHead('e2', 'default'), change, LOG_KEY)).toBe(false);
    }
  });

  it('stays what it was when the key of a retry is forgotten', () => {
    for (const change of sealed) {
      if ('key' in change) expect(follows(before, { ...change, key: null }, LOG_KEY)).toBe(true);
    }
  });

  it('has pinned hashes: a change of the format would break every log there is', () => {
    expect(before).toMatchInlineSnapshot(
      `"c4980fe5a109484774bdfcb441c401c1cfb3e4b37e9b3e2ae9e05fc527a410e7"`,
    );
    expect(sealed.map(({ hash }) => hash.slice(0, 16))).toMatchInlineSnapshot(`
      [
        "9a0689ff02f7edad",
        "23620963b9858241",
        "c41a98cb4bb85171",
        "45036272bff2d975",
        "c526c7796550c355",
        "03edd0d74bf171a3",
        "df006c5914dfb64b",
        "34ff2ee48f22719a",
      ]
    `);
  });
});

describe('a position', () => {
  const position = { epoch: 'k3f09a1c', sequence: 17, head: before };

  it('is told and read as a text', () => {
    const text = positionText(position);
    expect(text).toBe(`k3f09a1c.${before.slice(0, 8)}:17`);
    const claim = parsePosition(text);
    expect(claim).toEqual({ epoch: 'k3f09a1c', check: before.slice(0, 8), sequence: 17 });
    expect(claim !== undefined && agrees(claim, before)).toBe(true);
    expect(claim !== undefined && agrees(claim, firstHead('e2', 'default'))).toBe(false);
  });

  it('may leave out the check, and is nothing else', () => {
    expect(parsePosition('e1:0')).toEqual({ epoch: 'e1', check: '', sequence: 0 });
    for (const text of ['17', '', ':17', 'e1.abc:1', 'e1.12345678:', 'e1:-1', 'e1:1e3', 'E1:1']) {
      expect(parsePosition(text)).toBeUndefined();
    }
  });
});
