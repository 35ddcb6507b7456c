import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import * as contract from '../src/index.ts';

const folder = join(import.meta.dirname, '..', 'src');

/** Everything exported that is a schema, by name. */
const schemas = Object.entries<unknown>(contract).filter(
  (entry): entry is [string, TSchema] =>
    typeof entry[1] === 'object' && entry[1] !== null && ('type' in entry[1] || 'enum' in entry[1]),
);

/** The names of all members, however deep. */
function membersOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries<unknown>(schema as Record<string, unknown>).flatMap(([key, value]) =>
    key === 'properties' && typeof value === 'object' && value !== null
      ? [...Object.keys(value), ...Object.values(value as Record<string, unknown>).flatMap(membersOf)]
      : membersOf(value),
  );
}

/** The patterns of all texts, however deep. */
function patternsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries<unknown>(schema as Record<string, unknown>).flatMap(([key, value]) =>
    key === 'pattern' && typeof value === 'string' ? [value] : patternsOf(value),
  );
}

const PERSON = { user_name: 'Alice', phone: '010-1234-5678' };

describe('the contract', () => {
  it('hands out everything that its files export', () => {
    const names = readdirSync(folder)
      .filter((file) => file !== 'index.ts')
      .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/^export const (\w+)/gm)])
      .map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(25);
    expect(names.filter((name) => !(name in contract))).toEqual([]);
  });

  it('names members in snake_case, for every program that reads them', () => {
    expect(schemas.length).toBeGreaterThan(20);
    for (const [name, schema] of schemas) {
      for (const member of membersOf(schema)) expect(member, name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    }
  });

  it('is closed where something is sent in: an unknown member is a mistake, not a wish', () => {
    const inputs = schemas.filter(([name]) => name.endsWith('Input'));
    expect(inputs.map(([name]) => name).sort()).toEqual([
      'ApiKeyInput',
      'ArchiveInput',
      'CancellationInput',
      'EntriesInput',
      'EraseInput',
      'EventInput',
      'FcfsInput',
      'FindInput',
      'HoldInput',
      'HoldTokenInput',
      'LineInput',
      'RehearsalInput',
      'ReservationInput',
      'SaleInput',
      'TransferInput',
      'WaitingRoomInput',
      'WebhookInput',
    ]);
    for (const [name, schema] of inputs) expect(schema, name).toHaveProperty('additionalProperties', false);
    expect(Value.Check(contract.FcfsInput, { ...PERSON, seat_ids: [1] })).toBe(false);
    expect(Value.Check(contract.HoldInput, { seat_ids: [1], user: 'bob' })).toBe(false);
  });

  it('says of every text with a pattern what the whole of it is, not what is somewhere in it', () => {
    const patterns = schemas.flatMap(([name, schema]) =>
      patternsOf(schema).map((pattern) => [name, pattern]),
    );
    expect(patterns.length).toBeGreaterThan(20);
    // But for reasons in words, which have to have some letter in them.
    const loose = patterns.filter(([, pattern = '']) => pattern !== '\\S' && !/^\^.*\$$/.test(pattern));
    expect(loose).toEqual([]);
  });

  it('tells watchers of a hall about seats, and of people not a word', () => {
    const shownToAll = [
      contract.Seat,
      contract.SeatList,
      contract.SeatStates,
      contract.SeatChange,
      contract.ChangeList,
    ];
    for (const member of shownToAll.flatMap(membersOf)) {
      expect(member).not.toMatch(/user|name|phone|reservation|holder|expires/);
    }
  });
});

describe('a list of seats', () => {
  const isList = (value: unknown) => Value.Check(contract.SeatIds, value);

  it('has one to a hundred different whole numbers from 1 up', () => {
    expect(isList([1])).toBe(true);
    expect(isList([3, 1, 2])).toBe(true);
    expect(isList(Array.from({ length: contract.SEAT_IDS_MAX }, (_, i) => i + 1))).toBe(true);
  });

  it.each([
    [[]],
    [[0]],
    [[-1]],
    [[1.5]],
    [['1']],
    [[1, 1]],
    [[null]],
    [[2 ** 31]],
    [Array.from({ length: contract.SEAT_IDS_MAX + 1 }, (_, i) => i + 1)],
    [1],
    [{ 0: 1, length: 1 }],
  ])('is not %j', (value) => {
    expect(isList(value)).toBe(false);
  });
});

describe('an event’s name', () => {
  it.each(['default', 'a', '0', 'gala-2030', 'gala_2030', 'a'.repeat(64)])('may be %s', (name) => {
    expect(Value.Check(contract.EventId, name)).toBe(true);
  });

  it.each(['', '-a', '_a', 'A', 'a b', 'a/b', 'a{b}', 'é', 'default\n', 'a'.repeat(65)])(
    'may not be %j',
    (name) => {
      expect(Value.Check(contract.EventId, name)).toBe(false);
    },
  );
});

describe('a scan’s id', () => {
  const isTaken = (scan_id: string, undoes?: string) =>
    Value.Check(contract.EntriesInput, {
      ...{ door: 'Door A', device: 'phone-1', sent_at: '2030-01-01T10:00:00.000Z' },
      entries: [
        {
          scan_id,
          reservation: 1,
          count: 1,
          at: '2030-01-01T10:00:00.000Z',
          ...(undoes === undefined ? {} : { undoes }),
        },
      ],
    });
  // With dashes where a phone's browser has https, and else without.
  const [dashed, plain] = ['0f8fad5b-d9cb-469f-a165-70867728950e', '0f8fad5bd9cb469fa16570867728950e'];

  it('is as a phone makes it, with https and without', () => {
    expect([isTaken(dashed), isTaken(plain)]).toEqual([true, true]);
    expect([isTaken(dashed, plain), isTaken(plain, dashed)]).toEqual([true, true]);
  });

  it.each(['', '1', plain.slice(1), `${dashed}0`, plain.toUpperCase()])('may not be %j', (id) => {
    expect([isTaken(id), isTaken(plain, id)]).toEqual([false, false]);
  });
});

describe('a change', () => {
  it('has a name in the stream for every cause, so that no watcher misses one', () => {
    const causes = (contract.ChangeCause as unknown as { enum: string[] }).enum;
    expect(Object.keys(contract.streamEventNames).sort()).toEqual([...causes].sort());
    for (const name of Object.values(contract.streamEventNames))
      expect(name).toMatch(/^(seat|hold|line)_[a-z]+$/);
  });
});

describe('a problem', () => {
  const problem = {
    type: 'urn:jari:problem:seat_held',
    title: contract.reasons.seat_held.title.en,
    status: 409,
    detail: 'x',
    success: false,
    reason: 'seat_held',
    request_id: 'r-1',
    retryable: true,
  };

  it('knows every reason of the registry and no other', () => {
    for (const reason of contract.reasonsByPrecedence) {
      expect(Value.Check(contract.Problem, { ...problem, reason })).toBe(true);
    }
    expect(Value.Check(contract.Problem, { ...problem, reason: 'whatever' })).toBe(false);
  });

  it('is never a success', () => {
    expect(Value.Check(contract.Problem, { ...problem, success: true })).toBe(false);
  });

  it('always names itself and the request', () => {
    for (const member of ['reason', 'request_id', 'retryable', 'status']) {
      const rest = Object.entries(problem).filter(([name]) => name !== member);
      expect(Value.Check(contract.Problem, Object.fromEntries(rest)), member).toBe(false);
    }
  });
});
