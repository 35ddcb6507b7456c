import type { Rehearsal, RehearsalList, ReservationResult } from '@jari/contract';
import {
  createServer,
  request,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { History } from '../../../rehearsal/src/history/history.ts';
import { promises } from '../../../rehearsal/src/promises.ts';
import { rehearse } from '../../../rehearsal/src/rehearse.ts';
import type { RehearsalSettings } from '../../../rehearsal/src/settings.ts';
import { checkHistory } from '../../../tools/check-history/check.ts';
import { TextLines } from '../../../tools/check-history/input/lines.ts';
import { eventually } from '../../../tools/rig/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';

const TOKEN = 'an-admin-token-for-rehearsals';
/** Small, and quick to give back what somebody walked away with. */
const EVENT = {
  ...{ title: { ko: '낭독회', en: 'Reading' }, venue: 'Small stage', starts_at: '2099-01-01T19:00:00+09:00' },
  ...{ hall: { rows: 5, seats_per_row: 8 }, currency: 'KRW', prices: { standard: 10_000 } },
  rules: { hold_ttl_seconds: 3, max_seats_per_user: 4 },
  waiting_room: {
    ...{ admitted_per_minute: 6_000, active_max: 40, turn_ttl_seconds: 10, pre_queue_minutes: 60 },
    order: 'shuffle',
  },
};

let server: ServerProcess;

beforeAll(async () => {
  server = await ServerProcess.start({ env: { ADMIN_TOKEN: TOKEN, FAILURE_RATE: '0.05' } });
  expect((await ask('PUT', '/api/v1/events/reading', EVENT)).status).toBe(201);
});
afterAll(() => server.stop());

const ask = (method: string, path: string, body?: object) =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

let played = 0;
const settingsFor = (url: string): RehearsalSettings => ({
  ...{ url, token: TOKEN, eventId: `rehearsal-acceptance-${String(++played)}`, stage: { copyOf: 'reading' } },
  ...{ people: 200, openInMs: 2_000, seed: 7, pace: 20, streams: 10, lastsMs: 60_000, language: 'en' },
});
const play = (url: string, history?: History) =>
  rehearse(
    settingsFor(url),
    { progress: () => undefined, ...(history === undefined ? {} : { history }) },
    new AbortController().signal,
  );

describe('a rehearsal', () => {
  it('sells out a small hall to two hundred people within seconds, and every promise holds', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jari-history-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const history = new History(join(folder, 'sale.ndjson'), true);
    const { judgement, ending, evidence } = await play(server.url, history);
    expect(judgement.violations).toEqual([]);
    expect(judgement.verdicts.map(({ promise, standing }) => `${promise}: ${standing}`)).toEqual(
      promises.map((promise) => `${promise}: held`),
    );
    expect(ending).toBe('sold out');
    expect(judgement.log?.verdict.seats).toMatchObject({ reserved: 40, free: 0 });
    expect(evidence.records.people).toHaveLength(200);
    // The same sale, judged by a program that knows nothing of how it was made.
    const told = readFileSync(join(folder, 'sale.ndjson'), 'utf8').split('\n');
    const { verdicts, operations } = checkHistory(new TextLines(told), new TextLines(evidence.log ?? []));
    expect(verdicts.filter(({ broken }) => broken > 0)).toEqual([]);
    // How often people look depends on how quick the machine is; each asks at least twice.
    expect(operations).toBeGreaterThan(400);
    const states = await (await ask('GET', '/api/v1/events/reading/states')).json();
    expect(states).toMatchObject({ sequence: 0, states: 'a'.repeat(40) });
  });

  it('shows that an answer was given to another, and that changes were kept back', async () => {
    const proxy = await FaultyProxy.before(server.url);
    const { judgement } = await play(proxy.url);
    proxy.close();
    const broken = judgement.verdicts.filter(({ standing }) => standing === 'broken');
    expect(broken.map(({ promise }) => promise)).toEqual(
      expect.arrayContaining(['one-owner', 'kept', 'live-hall']),
    );
    expect(judgement.violations).toContainEqual(expect.objectContaining({ rule: 'one seat, one ticket' }));
    expect(judgement.violations).toContainEqual(expect.objectContaining({ rule: 'streams have no gaps' }));
  });

  it('is started by the built server as a process of its own, and leaves its report', async () => {
    const path = '/api/v1/admin/events/reading/rehearsals';
    const input = { people: 60, open_in_ms: 1_000, pace: 20, lasts_ms: 30_000, language: 'en' };
    const started = (await (await ask('POST', path, input)).json()) as Rehearsal;
    const last = async () => ((await (await ask('GET', path)).json()) as RehearsalList).rehearsals[0];
    await eventually('it has ended', async () => (await last())?.state !== 'running', {
      ...{ withinMs: 90_000, everyMs: 250 },
    });
    const ended = await last();
    expect(ended).toMatchObject({ id: started.id, state: 'ended', failure: null });
    expect(ended?.outcome?.verdicts.filter(({ standing }) => standing === 'broken')).toEqual([]);
    const report = await (await ask('GET', `${path}/${started.id}/report.html`)).text();
    expect(report).toContain('data-promise="one-owner"');
    expect(report).toMatch(/id="en"\s+checked/);
    expect(report).not.toMatch(/id="ko"\s+checked/);
    expect(report).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    const list = await (await ask('GET', '/api/v1/events')).text();
    expect(list).not.toContain('rehearsal-');
  });
});

/** Between the people and the server: gives one person's confirmation to another, and keeps every seventh change back. */
class FaultyProxy {
  private given: { readonly id: string; readonly text: string } | undefined;
  private wronged: string | undefined;
  private changes = 0;

  private constructor(
    private readonly target: URL,
    private readonly server: HttpServer,
  ) {}

  static async before(url: string): Promise<FaultyProxy> {
    const server = createServer();
    const proxy = new FaultyProxy(new URL(url), server);
    server.on('request', (incoming, outgoing) => {
      const { hostname, port } = proxy.target;
      const { method = '', url: path = '', headers } = incoming;
      const sent = request({ hostname, port, method, path, headers }, (answer) => {
        const isStream = path.endsWith('/stream');
        const isConfirm = method === 'POST' && path.endsWith('/reservations') && answer.statusCode === 201;
        const others = { ...answer.headers };
        delete others['content-length'];
        outgoing.writeHead(answer.statusCode ?? 502, others);
        if (isStream) void proxy.thinOut(answer, outgoing);
        else if (isConfirm) void proxy.mixUp(answer).then((text) => outgoing.end(text));
        else answer.pipe(outgoing);
      });
      sent.on('error', () => outgoing.destroy());
      outgoing.on('close', () => sent.destroy());
      incoming.pipe(sent);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** The second who confirms is told what the first was, however often they ask. */
  private async mixUp(answer: IncomingMessage): Promise<string> {
    let text = '';
    for await (const part of answer.setEncoding('utf8')) text += String(part);
    const { id } = (JSON.parse(text) as ReservationResult).reservation;
    this.given ??= { id, text };
    if (id === this.given.id) return text;
    this.wronged ??= id;
    return id === this.wronged ? this.given.text : text;
  }

  /**
   * Seven shares nothing with the number of watchers, who are told in turn: every tenth of ten would always be the same
   * one's, who then sees no gap but nothing at all.
   */
  private async thinOut(answer: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    let text = '';
    try {
      for await (const part of answer.setEncoding('utf8')) {
        text += String(part);
        const messages = text.split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) {
          const isChange = message.includes('\nevent: seat_');
          if (!isChange || ++this.changes % 7 !== 0) outgoing.write(`${message}\n\n`);
        }
      }
    } catch {
      // Whoever read it has hung up.
    }
    outgoing.end();
  }
}
