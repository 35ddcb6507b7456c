import type {
  ChangeList,
  EventInput,
  PlanDocument,
  PlanImported,
  SeatChange,
  SeatList,
  SeatState,
} from '@jari/contract';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiUser } from '../../../server/test/support/api-client.ts';
import { ServerProcess } from '../../../server/test/support/server-process.ts';

/** What the owner of the house signs in with. */
export const ADMIN_TOKEN = 'organiser-of-the-browser-tests';
const SEATS_PER_PERSON = 4;

/** A real server and what the tests do to it from outside: as the organiser, as other visitors, as fate. */
export class Theatre {
  private constructor(
    private server: ServerProcess,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** @param house a folder from `buildHouse`, which is copied; else a new database is made, which takes seconds */
  static async open(env: Readonly<Record<string, string>> = {}, house?: string): Promise<Theatre> {
    const all = { ADMIN_TOKEN, MAX_SEATS_PER_USER: String(SEATS_PER_PERSON), ...env };
    const dataDir = mkdtempSync(join(tmpdir(), 'jari-e2e-'));
    if (house !== undefined) cpSync(house, dataDir, { recursive: true });
    return new Theatre(await ServerProcess.start({ dataDir, env: all }), all);
  }

  /** The data folder of a server that has never had a visitor. The caller removes it. */
  static async buildHouse(): Promise<string> {
    const { server } = await Theatre.open();
    await server.stop();
    return server.dataDir;
  }

  get url(): string {
    return this.server.url;
  }

  get port(): number {
    return this.server.port;
  }

  /** Someone else, who speaks to the API without a browser. */
  person(name: string, event = 'default'): ApiUser {
    return new ApiUser(this.server.api, name, event);
  }

  /** Has someone else take these seats. */
  async holdFor(who: string | { name: string; event: string }, ...seatIds: number[]): Promise<ApiUser> {
    const person = typeof who === 'string' ? this.person(who) : this.person(who.name, who.event);
    expectOk(await person.hold(...seatIds));
    return person;
  }

  /** The state of a seat as the server tells everyone. */
  async stateOf(label: string, event = 'default'): Promise<SeatState | undefined> {
    const { seats } = (await this.person('reader', event).seats()).body;
    return seats.find((seat) => seat.label === label)?.state;
  }

  /** Everything that ever happened in the hall, resets included. */
  async changes(event = 'default'): Promise<readonly SeatChange[]> {
    const { body } = await this.person('reader').send<ChangeList>('GET', `/events/${event}/changes?after=0`);
    return body.changes;
  }

  /** Takes every free seat for others, as many per person as the rules allow. */
  async fillUp(event = 'default'): Promise<readonly ApiUser[]> {
    const list: SeatList = (await this.person('reader', event).seats()).body;
    const free = list.seats.filter(({ state }) => state === 'available').map(({ id }) => id);
    const people: ApiUser[] = [];
    for (let from = 0; from < free.length; from += SEATS_PER_PERSON) {
      const seatIds = free.slice(from, from + SEATS_PER_PERSON);
      people.push(await this.holdFor({ name: `crowd-${from}`, event }, ...seatIds));
    }
    return people;
  }

  /** Empties the hall of `default`. */
  async reset(): Promise<void> {
    await this.asOrganiser('POST', '/seats/reset');
  }

  /** Creates an event, or changes its rules. */
  async putEvent(
    event: string,
    rules: { readonly hold_ttl_seconds?: number },
    more: Partial<EventInput> = {},
  ): Promise<void> {
    await this.asOrganiser('PUT', `/events/${event}`, {
      title: '한여름 밤의 꿈 · A Midsummer Night’s Dream',
      venue: '자리 소극장 · Jari Little Theatre',
      starts_at: '2031-06-21T10:30:00Z',
      hall: { rows: 3, seats_per_row: 3 },
      rules,
      ...more,
    });
  }

  /** Brings a plan, and an event in its hall. */
  async putPlanEvent(event: string, plan: PlanDocument, more: Partial<EventInput> = {}): Promise<void> {
    const answer = await this.asOrganiser('POST', '/admin/plans', plan);
    const { plan: imported } = (await answer.json()) as PlanImported;
    await this.asOrganiser('PUT', `/events/${event}`, {
      title: '한여름 밤의 꿈',
      venue: '자리 극장',
      starts_at: '2031-06-21T10:30:00Z',
      plan: imported.id,
      currency: 'KRW',
      prices: Object.fromEntries(plan.categories.map(({ name }, index) => [name, 90_000 - index * 30_000])),
      ...more,
    });
  }

  /** Has others line up, in this order. */
  async lineUp(event: string, ...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const answer = await fetch(`${this.url}/fcfs/join?event=${event}`, {
        method: 'POST',
        headers: { 'x-user-id': name },
      });
      if (!answer.ok) throw new Error(`join answered ${answer.status}: ${await answer.text()}`);
    }
  }

  /** What the organiser does at the doors of a waiting room. */
  async moveDoors(event: string, change: object): Promise<void> {
    await this.asOrganiser('PATCH', `/events/${event}/waiting-room`, change);
  }

  /** Takes every free seat of a 3×3 hall off sale, or puts it back. */
  async setOffSale(event: string, isOff: boolean): Promise<void> {
    const seatIds = Array.from({ length: 9 }, (_, i) => i + 1);
    const verb = isOff ? 'block' : 'unblock';
    await this.asOrganiser('POST', `/events/${event}/seats/${verb}`, { seat_ids: seatIds });
  }

  /** As a power cut. */
  async kill9(): Promise<void> {
    await this.server.kill9();
  }

  /** Comes back after `kill9` at the same address with the same data. */
  async restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { port, dataDir } = this.server;
    this.server = await ServerProcess.start({ port, dataDir, env: { ...this.env, ...env } });
  }

  async close(): Promise<void> {
    await this.server.stop();
    rmSync(this.server.dataDir, { recursive: true, force: true });
  }

  private async asOrganiser(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${ADMIN_TOKEN}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await fetch(`${this.server.api}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}

function expectOk({ status, text }: { readonly status: number; readonly text: string }): void {
  if (status >= 300) throw new Error(`answered ${status}: ${text}`);
}
