import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookFromOutside } from '../../../tools/audit/outside.ts';
import { reportLines } from '../../../tools/audit/report.ts';
import { ADMIN_TOKEN, ALICE, as, type TestApp } from '../support/app.ts';
import { startTestApp } from '../support/listening-app.ts';

let server: TestApp & { readonly url: string };
beforeEach(async () => {
  // Streams say again and again how far they have come, which is no change.
  server = await startTestApp({ settings: { streamHeartbeatMs: 30 } });
});
afterEach(() => server.close());

const hold = (user: string, ...seat_ids: number[]) =>
  server.app.inject({
    ...{ method: 'PUT' as const, url: '/api/v1/events/default/hold', headers: as(user) },
    payload: { seat_ids },
  });
const look = () => lookFromOutside(server.url, 'default', ADMIN_TOKEN);

describe('The look from outside', () => {
  it('finds that stream, states, changes and exported log agree, also while seats are taken', async () => {
    await hold('ann', 1, 2);
    await server.app.inject({
      ...{ method: 'POST' as const, url: '/api/v1/events/default/reservations', headers: as('ann') },
      payload: ALICE,
    });
    const looking = look();
    for (const seat of [3, 4, 5]) await hold('bob', seat);
    const { findings, sequence } = await looking;
    expect(findings).toEqual([]);
    expect(sequence).toBeGreaterThanOrEqual(2);
  });

  it('finds states that are not what a stream has told', async () => {
    await hold('ann', 1);
    // What is told first is drawn from the list of seats; a bug in the states alone shows.
    const { seatMap } = server.office;
    seatMap.stateText = () => 'raaaaaaaa';
    expect((await look()).findings).toEqual([
      'a stream has told another hall than the states show',
      'snapshot and changes do not amount to the states',
    ]);
  });

  it('finds an exported log that does not prove what happened', async () => {
    await hold('ann', 1);
    await hold('bob', 2);
    const { ledger } = server;
    const rightful = ledger.changesSince.bind(ledger);
    ledger.changesSince = async (...args) => {
      const found = await rightful(...args);
      if (found.reload) return found;
      const [first, ...rest] = found.changes;
      return { ...found, changes: first === undefined ? [] : [{ ...first, seatIds: [9] }, ...rest] };
    };
    const { findings } = await look();
    expect(findings.join()).toContain('exported log, line 2');
  });
});

describe('The look from outside at a stream that leaves out a change', () => {
  it('sees that, also when the next ones follow on each other', async () => {
    const hall = (sequence: number, states: string) => ({
      position: `e.00000000:${sequence}`,
      sequence,
      states,
    });
    const change = (sequence: number, seat: number) => ({
      ...{ sequence, cause: 'held', state: 'held', seat_ids: [seat] },
    });
    const told = createServer((request, response) => {
      const path = request.url ?? '';
      if (!path.endsWith('/stream')) {
        const changes = {
          changes: [change(2, 1), change(3, 2), change(4, 1)],
          position: 'e.00000000:4',
          reload: false,
        };
        return void response.end(JSON.stringify(path.includes('/changes') ? changes : hall(4, 'hha')));
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const message = (event: string, data: object) =>
        response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      message('snapshot', hall(1, 'aaa'));
      for (const each of [change(3, 2), change(4, 1)]) message('seat_held', each);
    });
    await new Promise<void>((resolve) => told.listen(0, '127.0.0.1', resolve));
    try {
      // A server that listens on a port has an address of this kind.
      const { port } = told.address() as AddressInfo;
      const { findings } = await lookFromOutside(`http://127.0.0.1:${port}`, 'default', 'token');
      expect(findings).toContain('a stream has left out a change');
    } finally {
      told.closeAllConnections();
      told.close();
    }
  });
});

describe('The report', () => {
  it('calls an event well that is so from inside and from outside', () => {
    const event = { ...{ event: 'gala', sequence: 12, checked: {}, findings: [], took_ms: 3 } };
    const said = (ok: boolean, ...findings: string[]) => {
      const outside = new Map([['gala', { findings, sequence: 12, loggedChanges: 12 }]]);
      return reportLines({ ok, took_ms: 3, events: [{ ...event, ok }] }, outside)[1]?.split(/ +/)[1];
    };
    expect([said(true), said(true, 'a stream has left out a change'), said(false)]).toEqual([
      'agrees',
      'DIFFERS',
      'DIFFERS',
    ]);
  });

  it('says of each event whether it agrees, and of each finding what becomes of it', () => {
    const checked = { seats: 9, reservations: 1, places_in_line: 0, hold_keys: 9 };
    const finding = {
      check: 'seats',
      what: 'a seat’s state is not what the log says',
      count: 1,
      seat_ids: [4],
    };
    const event = { ...{ event: 'gala', ok: false, sequence: 12, checked, took_ms: 3 } };
    const findings = [{ ...finding, severity: 'true' as const, sequence: 7, repaired: false }];
    const audit = { ok: false, took_ms: 3, events: [{ ...event, findings }] };
    const outside = new Map([
      ['gala', { findings: ['a stream has left out a change'], sequence: 12, loggedChanges: 12 }],
    ]);
    const text = reportLines(audit, outside).join('\n');
    expect(text).toMatch(/gala +DIFFERS +12 +9 +1 +0 +9 +12 +3/);
    expect(text).toContain('(1×, seats 4, change 7) – TRUE: a person must decide');
    expect(text).toContain('gala: from outside: a stream has left out a change');
  });
});
