import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BoxOffice } from '../../src/box-office/box-office.ts';
import type { LineEntry } from '../../src/domain/seat-line.ts';
import type { UserPlace } from '../../src/domain/user-place.ts';
import { ALICE, as } from '../support/app.ts';
import { openAuditedHouse, type AuditedHouse } from '../support/audited-house.ts';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';

/** What a map keeps to itself; a bug in it could do to that what these tests do. */
interface Inside {
  readonly states: Buffer;
  readonly owners: (string | undefined)[];
  availableCount: number;
  holdCount: number;
  readonly line: { all(): Iterable<LineEntry> };
  allPlaces(): Iterable<UserPlace>;
  putPlace(place: UserPlace): void;
  endInLine(sequence: number): void;
  addToLine(entry: LineEntry): void;
}
const insideOf = ({ seatMap }: BoxOffice) => seatMap as unknown as Inside;

interface Bug {
  readonly what: string;
  readonly does: (map: Inside) => void;
  readonly found: readonly string[];
}

/** What somebody has, whatever the server calls them. */
const placeOf = (map: Inside, name: string): UserPlace => {
  for (const place of map.allPlaces()) if (place.userId.endsWith(name)) return place;
  throw new Error(`${name} has nothing`);
};

const bugs: readonly Bug[] = [
  {
    what: 'a sold seat is free',
    does: (map) => void map.states.write('a', 3, 'latin1'),
    found: [
      'memory: a seat’s state in memory is not what the log says',
      // Drawn before and kept: it shows what was true.
      'views: the list of seats shows other seats than memory has',
      'views: the text of states shows other seats than memory has',
    ],
  },
  {
    what: 'a seat has another owner',
    does: (map) => void (map.owners[0] = 'mallory'),
    found: ['memory: a seat’s user in memory is not whom the log says'],
  },
  {
    what: 'a hold is forgotten',
    does: (map) => map.putPlace({ ...placeOf(map, 'bob'), hold: undefined }),
    found: ['memory: memory lacks a hold'],
  },
  {
    what: 'a hold lasts longer',
    does: (map) => {
      const { hold, ...rest } = placeOf(map, 'bob');
      map.putPlace({ ...rest, hold: hold && { ...hold, expiresAt: hold.expiresAt + 1 } });
    },
    found: ['memory: a hold’s time in memory is not what the log says'],
  },
  {
    what: 'somebody has a reservation that was never made',
    does: (map) =>
      map.putPlace({
        ...{ userId: 'mallory', hold: undefined, ended: [], keys: [] },
        reservations: [{ sequence: 1, seatIds: [5] }],
      }),
    found: ['memory: memory has a reservation that the log does not know'],
  },
  {
    what: 'a reservation is forgotten',
    does: (map) => map.putPlace({ ...placeOf(map, 'ann'), reservations: [] }),
    found: ['memory: memory lacks a reservation'],
  },
  {
    what: 'the key of a retry is forgotten',
    does: (map) => map.putPlace({ ...placeOf(map, 'dan'), keys: [] }),
    found: ['memory: memory has forgotten a key of a retry'],
  },
  {
    what: 'a retry is answered with another’s success',
    does: (map) => {
      const place = placeOf(map, 'dan');
      map.putPlace({ ...place, keys: place.keys.map((key) => ({ ...key, keyPrint: key.keyPrint + 1 })) });
    },
    found: ['memory: memory answers a retry with another’s success'],
  },
  {
    what: 'a place in line is forgotten',
    does: (map) => {
      for (const { sequence } of [...map.line.all()]) map.endInLine(sequence);
    },
    found: ['memory: memory lacks a place in line'],
  },
  {
    what: 'a place in line is somebody else’s',
    does: (map) => {
      for (const entry of [...map.line.all()]) {
        map.endInLine(entry.sequence);
        map.addToLine({ ...entry, userId: 'mallory' });
      }
    },
    found: ['memory: memory has a place in line that the log does not know'],
  },
  {
    what: 'the count of available seats is off by one',
    does: (map) => void map.availableCount++,
    found: ['memory: memory counts other seats as available'],
  },
  {
    what: 'the count of holds is off by one',
    does: (map) => void map.holdCount++,
    found: ['memory: memory counts other holds than it has'],
  },
];

describeOnPostgres('An audit of what a server has made of its ledger', (server) => {
  let house: AuditedHouse;
  beforeAll(async () => {
    house = await openAuditedHouse(await server().createDatabase());
  });
  afterAll(() => house.close());

  const shown = async (id: string) =>
    (await house.app.inject(`/api/v1/events/${id}/states`)).json<{ states: string }>().states;

  it.each(bugs)('finds that $what, makes it anew, and then finds nothing', async ({ does, found }) => {
    const { id, office } = await house.sellALittle();
    expect((await house.audit(id)).findings).toEqual([]);
    const right = await shown(id);
    does(insideOf(office));
    const { ok, findings } = await house.audit(id);
    expect(findings.map(({ check, what }) => `${check}: ${what}`).sort()).toEqual([...found].sort());
    expect(ok).toBe(false);
    expect(findings.every(({ severity, repaired }) => severity === 'derived' && !repaired)).toBe(true);

    const repaired = await house.repair(id);
    expect(repaired.findings.map(({ what, repaired }) => [what, repaired])).toEqual(
      findings.map(({ what }) => [what, true]),
    );
    expect(repaired.ok).toBe(true);
    expect((await house.audit(id)).findings).toEqual([]);
    expect(await shown(id)).toBe(right);
  });

  it('finds a view that shows what is no longer so', async () => {
    const { id, office } = await house.sellALittle();
    expect((await house.audit(id)).findings).toEqual([]);
    const { states } = insideOf(office);
    // As if the list of seats had missed that seat 5 is free again.
    states.write('b', 4, 'latin1');
    await house.app.inject({
      ...{ method: 'PUT' as const, url: `/api/v1/events/${id}/hold`, headers: as('kim') },
      payload: { seat_ids: [6] },
    });
    await house.app.inject(`/api/v1/events/${id}/seats`);
    states.write('a', 4, 'latin1');
    const { findings } = await house.audit(id);
    expect(findings.map(({ check, what }) => `${check}: ${what}`)).toEqual([
      'views: the list of seats shows other seats than memory has',
    ]);
    expect((await house.repair(id)).ok).toBe(true);
  });

  const UNTOLD = 'streams: those who watch have been told another history, or not all of it';
  it.each([
    ['states', [UNTOLD]],
    ['seats', [UNTOLD, 'views: the list of seats shows other seats than memory has']],
  ])(
    'finds a change of which those who watch, and have asked for %s, have not been told',
    async (view, found) => {
      const { id } = await house.sellALittle();
      const position = (await house.app.inject(`/api/v1/events/${id}/${view}`)).json<{ position: string }>()
        .position;
      await house.app.inject(`/api/v1/events/${id}/changes?after=${position}`);
      const { changeListeners } = house.offices as unknown as { readonly changeListeners: unknown[] };
      // As if telling had failed once.
      const listeners = changeListeners.splice(0);
      await house.app.inject({
        ...{ method: 'PUT' as const, url: `/api/v1/events/${id}/hold`, headers: as('kim') },
        payload: { seat_ids: [6] },
      });
      changeListeners.push(...listeners);
      const { findings } = await house.audit(id);
      expect(findings.map(({ check, what }) => `${check}: ${what}`).sort()).toEqual(found);
      expect((await house.repair(id)).ok).toBe(true);
      expect((await house.audit(id)).findings).toEqual([]);
    },
  );

  it('finds that memory is ahead of its ledger, as after a failover that lost commits', async () => {
    const { id, office } = await house.sellALittle();
    office.seatMap.sequence++;
    const { findings } = await house.audit(id);
    expect(findings.map(({ what }) => what)).toContain('the hall in memory is ahead of the ledger');
    expect((await house.repair(id)).ok).toBe(true);
  });

  it('counts the available seats anew', async () => {
    const { id } = await house.sellALittle();
    await house.sql.query('update event set available_count = 0 where event_id = $1', [id]);
    expect((await house.repair(id)).findings).toMatchObject([{ check: 'event', repaired: true }]);
    const { rows } = await house.sql.query<{ left: number }>(
      'select available_count as left from event where event_id = $1',
      [id],
    );
    expect(rows).toEqual([{ left: 4 }]);
    expect((await house.audit(id)).ok).toBe(true);
  });

  it('keeps a repair in the trail, and sells on after it', async () => {
    const { id, office } = await house.sellALittle();
    insideOf(office).availableCount++;
    await house.repair(id);
    const entries = await house.trail.list({ eventId: id, limit: 10 });
    expect(entries).toMatchObject([
      {
        action: 'audit.repaired',
        actor: 'organiser:organiser',
        eventId: id,
        detail: { repaired: ['memory'] },
      },
    ]);
    const sold = await house.app.inject({
      ...{ method: 'POST' as const, url: `/api/v1/events/${id}/reservations`, headers: as('kim') },
      payload: { ...ALICE, seat_ids: [5] },
    });
    expect(sold.statusCode).toBe(201);
    expect((await house.audit(id)).findings).toEqual([]);
  });

  it('notes of several findings those that it has repaired', async () => {
    const { id } = await house.sellALittle();
    await house.sql.query('update event set available_count = 0 where event_id = $1', [id]);
    await house.sql.query(
      `insert into entry (event_id, scan_id, number, reservation, people, door, device, at, received_at)
       values ($1, 'scan', 1, 999, 1, 'door', 'phone', 1, 1)`,
      [id],
    );
    const { ok, findings } = await house.repair(id);
    expect([ok, findings.map(({ check, repaired }) => [check, repaired])]).toEqual([
      false,
      [
        ['event', true],
        ['entries', false],
      ],
    ]);
    const [noted] = await house.trail.list({ eventId: id, limit: 1 });
    expect(noted).toMatchObject({ action: 'audit.repaired', detail: { repaired: ['event'] } });
  });
});
