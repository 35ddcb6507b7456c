import { setTimeout as delay } from 'node:timers/promises';
import { History } from '../../rehearsal/src/history/history.ts';
import { seededDraw } from '../rig/seeded-draw.ts';
import type { Answer, Question } from '../../rehearsal/src/wire/messages.ts';
import { Wire } from '../../rehearsal/src/wire/wire.ts';
import type { HaStack } from '../stack/ha/ha-stack.ts';
import { Buyer } from './buyer.ts';
import { Evidence } from './evidence.ts';
import type { SaleNames } from './fault.ts';
import { Line, type LineFindings } from './line.ts';
import { Watcher } from './watcher.ts';

const HALL = { rows: 40, seats_per_row: 50 };
export const SEAT_COUNT = HALL.rows * HALL.seats_per_row;
/** Short, so that holds run out while nobody leads. */
const HOLD_TTL_SECONDS = 20;
const BUYERS = 16;
const WATCHERS = 12;

/** A sale of its own for one failover: people who buy, people who line up, people who watch. */
export class Sale {
  readonly evidence = new Evidence();
  readonly watchers: readonly Watcher[];
  private readonly history: History;
  private readonly wire: Wire;
  private readonly lineWire: Wire;
  private readonly line: Line;
  private readonly running: Promise<unknown>[];
  private isOver = false;

  private constructor(
    private readonly stack: HaStack,
    readonly names: SaleNames,
    seed: number,
    historyFile: string,
  ) {
    const { gateway } = stack;
    this.history = new History(historyFile, false);
    this.history.open({
      ...{ event: names.eventId, seats: SEAT_COUNT, hold_ttl_ms: 1_000 * HOLD_TTL_SECONDS },
      ...{ hold_extensions: 2, max_seats_per_user: 4, has_waiting_room: false, after_sequence: 0 },
      ...{ reads_are_current: false, queue_order: null },
      // A note in Redis that a seat is free again may be forgotten; then the gateway refuses until the hold would have ended.
      refusals_lag_ms: 1_000 * HOLD_TTL_SECONDS,
    });
    this.wire = new Wire(gateway.url, undefined, this.history);
    this.lineWire = new Wire(gateway.url, undefined);
    this.watchers = Array.from({ length: WATCHERS }, () => new Watcher(gateway.url, names.eventId));
    for (const watcher of this.watchers) watcher.start();
    const { evidence } = this;
    const isOver = () => this.isOver;
    const buyers = Array.from({ length: BUYERS }, (_, i) => {
      const ask = (user: string, question: Question) => this.ask(this.wire, user, question);
      const draw = seededDraw(seed * 1_000 + i);
      const options = { eventId: names.eventId, seatCount: SEAT_COUNT, ask, evidence, draw, isOver };
      return new Buyer(`${names.eventId}-${i + 1}`, options).run();
    });
    const ask = (user: string, question: Question) => this.ask(this.lineWire, user, question);
    this.line = new Line({ eventId: names.lineId, ask, evidence, isOver });
    this.running = [...buyers, this.line.run()];
  }

  static async open(stack: HaStack, names: SaleNames, seed: number, historyFile: string): Promise<Sale> {
    const rules = { hold_ttl_seconds: HOLD_TTL_SECONDS, hold_extensions: 2, max_seats_per_user: 4 };
    const event = { venue: 'Failover', starts_at: '2099-01-01T19:00:00Z', hall: HALL, rules };
    const room = {
      ...{ admitted_per_minute: 6_000, active_max: 100_000, turn_ttl_seconds: 600 },
      ...{ pre_queue_minutes: 0, order: 'arrival' },
    };
    await put(stack, names.eventId, { ...event, title: names.eventId });
    await put(stack, names.lineId, { ...event, title: names.lineId, waiting_room: room });
    return new Sale(stack, names, seed, historyFile);
  }

  /** Nobody begins anything any more; resolves when everybody has come to an end. */
  async end(): Promise<LineFindings> {
    this.isOver = true;
    await Promise.all(this.running);
    return this.line.askAgain();
  }

  /** The log as it is now, as lines. */
  async log(): Promise<readonly string[]> {
    this.history.logIsRead();
    const url = `${this.stack.gateway.url}/api/v1/admin/events/${this.names.eventId}/log`;
    const headers = { authorization: `Bearer ${this.stack.secrets.adminToken}` };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(30_000) });
    if (!response.ok) throw new Error(`The log: ${response.status}`);
    return (await response.text()).split('\n').filter((line) => line !== '');
  }

  /** What each server says the hall is. */
  async statesOfServers(): Promise<readonly { readonly sequence: number; readonly states: string }[]> {
    const path = `/api/v1/events/${this.names.eventId}/states`;
    return Promise.all(
      this.stack.servers.map(async ({ url }) => {
        const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(10_000) });
        return (await response.json()) as { sequence: number; states: string };
      }),
    );
  }

  async close(): Promise<void> {
    for (const watcher of this.watchers) watcher.stop();
    await this.history.close();
    this.wire.close();
    this.lineWire.close();
  }

  private async ask(wire: Wire, user: string, question: Question): Promise<Answer> {
    const headers = { ...question.headers, 'x-user-id': user };
    const answer = await wire.ask({ ...question, headers, by: user });
    this.evidence.count(answer);
    return answer;
  }
}

async function put({ gateway, secrets }: HaStack, eventId: string, event: object): Promise<void> {
  const headers = { authorization: `Bearer ${secrets.adminToken}`, 'content-type': 'application/json' };
  for (let tries = 1; ; tries++) {
    const url = `${gateway.url}/api/v1/events/${eventId}`;
    const response = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(event) });
    if (response.ok) return;
    if (tries === 20) throw new Error(`The event was not made: ${response.status} ${await response.text()}`);
    await delay(500);
  }
}
