import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { PersonKeys } from '../../src/adapters/postgres/person-keys.ts';
import { openPostgresLedger } from '../../src/adapters/postgres/postgres.ts';
import type { Store } from '../../src/ports/store.ts';
import { writerOn } from '../conformance/batch-writer.ts';
import { eventOf } from '../conformance/ledger.ts';
import { OLD_PERSONAL_DATA_KEY, PERSONAL_DATA_KEY } from '../support/person-keys.ts';
import {
  noPostgres,
  postgresBinaries,
  startPostgresServer,
  type PostgresServer,
} from '../support/postgres-server.ts';

const isMissing = postgresBinaries() === undefined;
const before = new PersonKeys([OLD_PERSONAL_DATA_KEY]);
const both = new PersonKeys([PERSONAL_DATA_KEY, OLD_PERSONAL_DATA_KEY]);
const after = new PersonKeys([PERSONAL_DATA_KEY]);
const goOn = () => false;

describe.skipIf(isMissing)(`Names and phones at rest${isMissing ? ` (skipped: ${noPostgres})` : ''}`, () => {
  let server: PostgresServer;
  let connectionString: string;
  let sql: pg.Client;
  beforeAll(async () => {
    server = await startPostgresServer();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    connectionString = await server.createDatabase();
    sql = new pg.Client({ connectionString });
    await sql.connect();
    onTestFinished(() => sql.end());
  });

  /** What was told of each event that was gone through: encrypted anew, and unreadable. */
  const told: [string, number, number][] = [];
  async function open(personKeys: PersonKeys): Promise<Store> {
    told.length = 0;
    const personObserver = { sealed: (...args: [string, number, number]) => void told.push(args) };
    const ledger = await openPostgresLedger({ connectionString, personKeys, personObserver });
    onTestFinished(() => ledger.close());
    return ledger;
  }
  /** 600 people in one event, so that they are gone through in two portions. */
  async function sell(ledger: Store): Promise<void> {
    await ledger.putEvent(eventOf('e', { layout: { rows: 30, seatsPerRow: 20 } }));
    const writer = await writerOn(ledger, 'e');
    for (let i = 1; i <= 600; i++) writer.reserve(`u${i}`, [i], { userName: `Name ${i}`, code: `C${i}` });
    await ledger.append(writer.batch());
  }
  const nameOf = async (ledger: Store, sequence: number) =>
    (await ledger.findReservation({ eventId: 'e', sequence }))?.userName;
  const keysInUse = async () => {
    const { rows } = await sql.query<{ id: string }>(
      'select distinct left(person, 8) as id from reservation',
    );
    return rows.map(({ id }) => id);
  };

  it('are in no column in clear', async () => {
    await sell(await open(after));
    const { rows } = await sql.query<{ row: string }>(
      'select to_json(reservation)::text as row from reservation',
    );
    expect(rows).toHaveLength(600);
    expect(rows.filter(({ row }) => /Name|8210|홍길동/.test(row))).toEqual([]);
  });

  it('are encrypted anew in the background when a newer key comes first', async () => {
    await sell(await open(before));
    const rotated = await open(both);
    expect(await nameOf(rotated, 7)).toBe('Name 7');
    await rotated.sealPersons('e', goOn);
    expect(told).toEqual([['e', 600, 0]]);
    expect(await keysInUse()).toEqual([after.currentId]);
    const without = await open(after);
    expect(await nameOf(without, 600)).toBe('Name 600');
    expect(await without.findReservationByCode('C3', '+821012345678')).toMatchObject({ userName: 'Name 3' });
    await without.sealPersons('e', goOn);
    expect(told).toEqual([['e', 0, 0]]);
  });

  it('stop being encrypted anew when the server closes, and go on with the next', async () => {
    await sell(await open(before));
    const rotated = await open(both);
    let portions = 0;
    await rotated.sealPersons('e', () => ++portions > 1);
    expect(told).toEqual([['e', 500, 0]]);
    await rotated.sealPersons('e', goOn);
    expect(told.at(-1)).toEqual(['e', 100, 0]);
  });

  it('are encrypted where an older version left them in clear, and found meanwhile', async () => {
    const ledger = await open(after);
    await sell(ledger);
    await sql.query(
      "update reservation set person = null, marks = null, user_name = '김', phone = '+82' where sequence <= 2",
    );
    expect(await nameOf(ledger, 1)).toBe('김');
    expect(await ledger.findReservationByCode('C2', '+82')).toMatchObject({ sequence: 2 });
    for (const [code, phone] of [['C3', '+82'] as const, ['C2', '+83'] as const]) {
      expect(await ledger.findReservationByCode(code, phone)).toBeUndefined();
    }
    expect(await ledger.persons.reservationsOfPerson({ phone: '+82' })).toHaveLength(2);
    await ledger.sealPersons('e', goOn);
    expect(told).toEqual([['e', 2, 0]]);
    const { rows } = await sql.query(
      'select 1 from reservation where user_name is not null or phone is not null',
    );
    expect(rows).toEqual([]);
    expect(await nameOf(ledger, 1)).toBe('김');
    expect(await ledger.findReservationByCode('C2', '+82')).toMatchObject({ sequence: 2 });
  });

  it('cannot be moved to another row', async () => {
    const ledger = await open(after);
    await sell(ledger);
    await sql.query(
      'update reservation set person = (select person from reservation where sequence = 1) where sequence = 2',
    );
    const [third, second] = await ledger.persons.listReservations({
      eventId: 'e',
      before: 4,
      state: null,
      limit: 2,
    });
    expect(third).toMatchObject({ userName: 'Name 3' });
    expect(second).toMatchObject({ userName: '', phone: '', isUnreadable: true, code: 'C2' });
  });

  it('refuse a start without their key, with a line that names it, until it is given up', async () => {
    await sell(await open(before));
    await expect(open(after)).rejects.toThrow(
      new RegExp(`encrypted with the key ${before.currentId}, which is not among PERSONAL_DATA_KEYS`),
    );
    const ledger = await open(new PersonKeys([PERSONAL_DATA_KEY], [before.currentId]));
    const page = await ledger.persons.listReservations({ eventId: 'e', before: null, state: null, limit: 2 });
    expect(page).toMatchObject([
      { sequence: 600, userName: '', isUnreadable: true },
      { sequence: 599, userName: '', isUnreadable: true },
    ]);
    const writer = (await writerOn(ledger, 'e'))
      .cancel(1, 'u1', [1])
      .reserve('new', [1], { userName: 'New' });
    expect(await ledger.append(writer.batch())).toMatchObject({ ok: true });
    expect(await nameOf(ledger, 602)).toBe('New');
    await ledger.sealPersons('e', goOn);
    expect(told).toEqual([['e', 0, 600]]);
    // From here on the new key is the ledger's.
    expect(await nameOf(await open(after), 602)).toBe('New');
    await expect(open(before)).rejects.toThrow(after.currentId);
  });
});
