import type { Entry, Guest } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '@jari/client/outcome';
import type { RequestOptions } from '#lib/api/request.ts';
import type { DoorState, OwnScan } from '#lib/door/door-store.ts';
import { hearNews, prepare, tellScans } from '#lib/door/door-sync.ts';

interface Told {
  readonly door: string;
  readonly entries: readonly { readonly scan_id: string }[];
}

const lost: Outcome<never> = { ok: false, failure: { kind: 'unreachable', because: 'network' } };
const SERVER_TIME = '2026-12-24T19:00:00.000Z';

/** A server that gives for each address what is written here, the first that fits; what it was told. */
function serverWith(answers: readonly (readonly [address: RegExp, answer: (address: string) => unknown])[]) {
  const told: Told[] = [];
  const asked: string[] = [];
  const request = <T>(path: string, options: RequestOptions = {}): Promise<Outcome<T>> => {
    asked.push(path);
    if (options.body !== undefined) told.push(JSON.parse(options.body) as Told);
    const found = answers.find(([address]) => address.test(path));
    if (found === undefined) return Promise.resolve(lost);
    return Promise.resolve({ ok: true, value: found[1](path) as T, sentAt: 0 });
  };
  return { request, told, asked };
}

const scan = (scanId: string, door = 'Door A'): OwnScan => ({
  ...{ scanId, event: 'gala', reservation: 1, count: 1, at: 0, door, isSent: false },
});
const guest = (reservation: number) => ({ reservation }) as Guest;
const entry = (number: number) => ({ number, scan_id: `scan-${number}` }) as Entry;
const state: DoorState = {
  ...{ event: 'gala', door: 'Door A', title: 'Gala', startsAt: SERVER_TIME, timeZone: 'Asia/Seoul' },
  ...{ others: {}, keys: [], position: 'p:7', number: 0, syncedAt: 0, aheadMs: 0 },
};
const numberIn = (address: string) => Number(/=(\d+)$/.exec(address)?.[1]);

describe('A door that was without a network', () => {
  it('tells every scan once, however many there are', async () => {
    const scans = Array.from({ length: 200 }, (_, i) => scan(`scan-${i}`));
    const { request, told } = serverWith([[/entries$/, () => ({})]]);
    const outcome = await tellScans(request, 'gala', 'phone', scans);
    expect(outcome.ok && outcome.value.every(({ isSent }) => isSent)).toBe(true);
    expect(told.map(({ entries }) => entries.length)).toEqual([80, 80, 40]);
    expect(told.flatMap(({ entries }) => entries.map(({ scan_id: id }) => id))).toEqual(
      scans.map(({ scanId }) => scanId),
    );
  });

  it('tells each scan as one of the door where it was made', async () => {
    const { request, told } = serverWith([[/entries$/, () => ({})]]);
    await tellScans(request, 'gala', 'phone', [scan('a'), scan('b', 'Door B'), scan('c')]);
    expect(told.map(({ door, entries }) => [door, ...entries.map(({ scan_id: id }) => id)])).toEqual([
      ['Door A', 'a', 'c'],
      ['Door B', 'b'],
    ]);
  });

  it('takes none for told where no answer came', async () => {
    expect(await tellScans(serverWith([]).request, 'gala', 'phone', [scan('a')])).toEqual(lost);
  });

  it('reads all pages of what the others did, and nobody’s name anew where the sale stands still', async () => {
    const { request, asked } = serverWith([
      [
        /entries/,
        (address) => {
          const number = numberIn(address) + 1;
          const isLast = number === 3;
          return { position: 'p:7', server_time: SERVER_TIME, entries: [entry(number)], has_more: !isLast };
        },
      ],
    ]);
    const outcome = await hearNews(request, state);
    expect(outcome.ok && outcome.value.entries.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(outcome.ok && outcome.value.state).toMatchObject({
      number: 3,
      syncedAt: Date.parse(SERVER_TIME),
    });
    expect(asked.filter((address) => address.includes('guests'))).toEqual([]);
  });
});

describe('A door that hears that the sale has moved on', () => {
  const key = { id: 'k2', public_key: 'x'.repeat(43) };
  const hearing = async (reload: boolean) => {
    const { request, asked } = serverWith([
      [
        /entries/,
        (address) => {
          const entries = numberIn(address) === 0 ? [entry(1), entry(2)] : [];
          return { position: 'p:9', server_time: SERVER_TIME, entries, has_more: false };
        },
      ],
      [/guests\?after=p:7$/, () => ({ position: 'p:9', guests: [guest(4)], next: null, reload })],
      [/guests\?from=0$/, () => ({ position: 'p:10', guests: [guest(1), guest(4)], next: null })],
      [/keys$/, () => ({ keys: [key] })],
    ]);
    const outcome = await hearNews(request, { ...state, number: 5 });
    if (!outcome.ok) throw new Error(outcome.failure.kind);
    return { ...outcome.value, asked };
  };

  it('knows whom it expects now, and the keys by which their tickets are signed', async () => {
    const { state: after, guests, isWhole } = await hearing(false);
    expect([guests.map(({ reservation }) => reservation), isWhole]).toEqual([[4], false]);
    expect(after).toMatchObject({ position: 'p:9', number: 5, keys: [key] });
  });

  it('reads the whole list where too much has happened, with the keys', async () => {
    const { state: after, guests, isWhole } = await hearing(true);
    expect([guests.map(({ reservation }) => reservation), isWhole]).toEqual([[1, 4], true]);
    expect(after).toMatchObject({ position: 'p:10', keys: [key] });
  });

  it('asks for all entries anew with the list: their numbers may be others’ by now', async () => {
    const { state: after, entries } = await hearing(true);
    expect([entries.map(({ number }) => number), after.number]).toEqual([[1, 2], 2]);
  });
});

describe('A door that is being set up', () => {
  it('will ask again for what changes while it reads the guest list page by page', async () => {
    let sequence = 7;
    const { request } = serverWith([
      [/events\/gala$/, () => ({ title: 'Gala', starts_at: SERVER_TIME, time_zone: 'Asia/Seoul' })],
      [
        /events$/,
        () => ({ events: [{ id: 'gala' }, { id: 'ball', title: 'Ball', starts_at: SERVER_TIME }] }),
      ],
      [/keys$/, () => ({ keys: [] })],
      // The sale goes on: each page is of a later change than the one before.
      [
        /guests/,
        (address) => {
          const from = numberIn(address);
          return {
            position: `p:${sequence++}`,
            guests: [guest(from + 1)],
            next: from === 2 ? null : from + 1,
          };
        },
      ],
      [/entries/, () => ({ position: 'p:10', server_time: SERVER_TIME, entries: [], has_more: false })],
    ]);
    const outcome = await prepare(request, 'gala', 'Door A');
    expect(outcome.ok && outcome.value.guests.map(({ reservation }) => reservation)).toEqual([1, 2, 3]);
    expect(outcome.ok && outcome.value.state).toMatchObject({
      position: 'p:7',
      others: { ball: { title: 'Ball', startsAt: SERVER_TIME } },
    });
  });
});
