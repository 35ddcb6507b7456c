import { describe, expect, it } from 'vitest';
import { canonicalText, fromRow, toRow } from '../../src/domain/change-codec.ts';
import type { Change, Unsealed } from '../../src/domain/change.ts';
import {
  agrees,
  firstHead,
  follows,
  parsePosition,
  positionText,
  proofText,
  seal,
  userMark,
} from '../../src/domain/log-chain.ts';
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
  { ...entry, cause: 'queued', userId: 'ann', seatIds: [], wish: { seatId: 5 } },
  {
    ...entry,
    cause: 'left_line',
    userId: 'ann',
    seatIds: [],
    entry: 4,
    wish: { quantity: 2, category: 'Row "A"', together: false },
  },
  {
    ...entry,
    cause: 'offered',
    actor: 'clock',
    userId: 'ann',
    expiresAt: 1_800_000_120_000,
    extensionsUsed: 0,
    entry: 4,
    wish: { quantity: 2, category: null, together: true },
  },
];
const before = firstHead('e1', 'default');
const sealed: readonly Change[] = unsealed.map((change) => seal(before, { ...change, hash: '' }, LOG_KEY));

function missing(): never {
  throw new Error('there is none');
}

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

  it('is taken of a text in which everything has its place', () => {
    expect(unsealed.map((change) => canonicalText(change, 'userId' in change ? 'M' : null))).toEqual([
      '[1,1800000000000,"held","user","M",[5,6],null,1800000120000,0,null]',
      '[1,1800000000000,"extended","user","M",[5,6],null,1800000240000,1,null]',
      '[1,1800000000000,"released","user","M",[5,6],null,1800000120000,0,null]',
      '[1,1800000000000,"expired","clock","M",[5,6],null,1800000120000,0,null]',
      '[1,1800000000000,"reserved","user","M",[5,6],null,null,null,7]',
      '[1,1800000000000,"cancelled","user","M",[5,6],3,null,null,null]',
      '[1,1800000000000,"blocked","organiser:eve",null,[5,6],null,null,null,null]',
      '[1,1800000000000,"unblocked","organiser:eve",null,[5,6],null,null,null,null]',
      '[1,1800000000000,"queued","user","M",[],null,null,null,null,5]',
      '[1,1800000000000,"left_line","user","M",[],4,null,null,null,[2,"Row \\"A\\"",false]]',
      '[1,1800000000000,"offered","clock","M",[5,6],4,1800000120000,0,null,[2,null,true]]',
    ]);
  });

  it('is not read from a row that lacks what its kind has', () => {
    const needed = [
      'user_id',
      'expires_at',
      'extensions_used',
      'remaining_seats',
      'reservation',
      'entry',
      'wish',
    ];
    for (const change of sealed) {
      const row = toRow(change);
      for (const [name, value] of Object.entries(row)) {
        if (value === null || !needed.includes(name)) continue;
        expect(() => fromRow({ ...row, [name]: null }), `${change.cause} ${name}`).toThrow(name);
      }
    }
  });

  it('has half a key for none', () => {
    const row = toRow(sealed.find(({ cause }) => cause === 'reserved') ?? missing());
    expect(fromRow({ ...row, wish_print: null })).toMatchObject({ key: null });
    expect(fromRow({ ...row, key_print: null })).toMatchObject({ key: null });
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
        "eba7c464d53316ed",
        "1a165a43ef0bf015",
        "dec8e556536e61cf",
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

  it('is told with the whole head to whoever wants proof', () => {
    expect(proofText(position)).toBe(`k3f09a1c.${before}:17`);
  });

  it('may leave out the check, and is nothing else', () => {
    expect(parsePosition('e1:0')).toEqual({ epoch: 'e1', check: '', sequence: 0 });
    for (const text of [
      '17',
      '',
      ':17',
      'e1.abc:1',
      'e1.12345678:',
      'e1:-1',
      'e1:1e3',
      'E1:1',
      'e1:1 ',
      ' e1:1',
      'e1:1234567890123456',
      `${'e'.repeat(33)}:1`,
    ]) {
      expect(parsePosition(text)).toBeUndefined();
    }
  });
});

describe('a user’s mark', () => {
  it('differs by user and by key, and is short', () => {
    const marks = [userMark('ann', LOG_KEY), userMark('bob', LOG_KEY), userMark('ann', `${LOG_KEY}2`)];
    expect(new Set(marks).size).toBe(3);
    expect(marks.map(({ length }) => length)).toEqual([22, 22, 22]);
  });
});
