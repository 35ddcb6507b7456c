import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import { EventFeed } from '../../src/realtime/event-feed.ts';
import { StreamClient } from '../../src/realtime/stream-client.ts';
import { sequenceOf } from '../support/watched-hall.ts';

/** Takes longer to be told anything than one turn of the event loop may spend, so that rounds have parts. */
class SlowClient extends StreamClient {
  readonly heard: string[] = [];

  constructor() {
    super(new ServerResponse(new IncomingMessage(new Socket())), 1_000, () => undefined);
  }

  override welcome(bytes: Buffer): void {
    this.note(bytes);
  }

  override write(bytes: Buffer): boolean {
    const until = performance.now() + 2;
    while (performance.now() < until);
    this.note(bytes);
    return true;
  }

  private note(bytes: Buffer): void {
    for (const [, id, name] of bytes.toString().matchAll(/^id: (.*)\nevent: (.*)$/gm)) {
      this.heard.push(`${name} ${sequenceOf(id)}`);
    }
  }
}

const headOf = (sequence: number, history: string) => `${history}${sequence}`.padEnd(64, '0');
const blocked = (sequence: number): Change => ({
  sequence,
  at: 0,
  actor: 'organiser:kim',
  cause: 'blocked',
  seatIds: [sequence],
  hash: headOf(sequence, 'a'),
});
const positionAt = (sequence: number, history = 'a') => ({
  epoch: history,
  sequence,
  head: headOf(sequence, history),
});

/** Three clients that know the hall as of the beginning. */
function openFeed() {
  let at = positionAt(0);
  const snapshot = () =>
    Buffer.from(`id: ${at.epoch}.${at.head.slice(0, 8)}:${at.sequence}\nevent: snapshot\n\n`);
  const feed = new EventFeed(at, snapshot, () => undefined);
  const clients = [new SlowClient(), new SlowClient(), new SlowClient()] as const;
  for (const client of clients) feed.admit(client, undefined);
  return {
    feed,
    clients,
    hear: (sequence: number) => {
      at = positionAt(sequence);
      feed.hear([blocked(sequence)]);
    },
    restart: (sequence: number) => {
      at = positionAt(sequence, 'b');
      feed.restart(at);
    },
    /** Until the first client, and nobody else, has been told the first change. */
    untilHalfTold: async () => {
      while (clients[0].heard.length < 2) await turn();
      expect(clients.map(({ heard }) => heard.length)).toEqual([2, 1, 1]);
    },
    untilQuiet: async () => {
      for (let i = 0; i < 20; i++) await turn();
    },
  };
}

describe('a round that takes several turns', () => {
  it('is followed by another for what happened meanwhile, and everybody hears each change once', async () => {
    const { clients, hear, untilHalfTold, untilQuiet } = openFeed();
    hear(1);
    await untilHalfTold();
    hear(2);
    hear(3);
    await untilQuiet();
    for (const { heard } of clients) {
      expect(heard).toEqual(['snapshot 0', 'seat_blocked 1', 'seat_blocked 2', 'seat_blocked 3']);
    }
  });

  it('lets a newcomer in at once when nothing else has happened, and tells it nothing twice', async () => {
    const { feed, hear, untilHalfTold, untilQuiet } = openFeed();
    hear(1);
    await untilHalfTold();
    const newcomer = new SlowClient();
    feed.admit(newcomer, undefined);
    expect(newcomer.heard).toEqual(['snapshot 1']);
    hear(2);
    await untilQuiet();
    expect(newcomer.heard).toEqual(['snapshot 1', 'seat_blocked 2']);
  });

  it('keeps a newcomer waiting for the next round when something has', async () => {
    const { feed, hear, untilHalfTold, untilQuiet } = openFeed();
    hear(1);
    await untilHalfTold();
    hear(2);
    const newcomer = new SlowClient();
    feed.admit(newcomer, { epoch: 'a', check: '', sequence: 1 });
    expect(newcomer.heard).toEqual([]);
    await untilQuiet();
    hear(3);
    await untilQuiet();
    expect(newcomer.heard).toEqual(['seat_blocked 2', 'seat_blocked 3']);
  });

  it('lets a heartbeat say how far the stream has come only to those who have been told all', async () => {
    const { feed, clients, hear, untilHalfTold, untilQuiet } = openFeed();
    const said = (client: StreamClient) => feed.heartbeat(client).toString();
    hear(1);
    expect(clients.map(said)).toEqual([':\n\n', ':\n\n', ':\n\n']);
    await untilHalfTold();
    expect(clients.map(said)).toEqual([':\n\n', ':\n\n', ':\n\n']);
    await untilQuiet();
    const here = `id: a.${headOf(1, 'a').slice(0, 8)}:1\nevent: position\ndata: {"sequence":1}\n\n`;
    expect(clients.map(said)).toEqual([here, here, here]);
    expect(said(new SlowClient())).toBe(':\n\n');
  });

  it('ends when the history does: nobody hears of the old one after having got the new hall', async () => {
    const { clients, hear, restart, untilHalfTold, untilQuiet } = openFeed();
    hear(1);
    await untilHalfTold();
    restart(7);
    await untilQuiet();
    expect(clients.map(({ heard }) => heard)).toEqual([
      ['snapshot 0', 'seat_blocked 1', 'snapshot 7'],
      ['snapshot 0', 'snapshot 7'],
      ['snapshot 0', 'snapshot 7'],
    ]);
  });
});

describe('a feed that is begun anew', () => {
  it.each([
    ['further on', 7],
    ['further back, as after a restored backup', 1],
  ])('counts as told what the hall shows as it is then, %s', async (_, sequence) => {
    const { feed, clients, hear, restart, untilQuiet } = openFeed();
    for (const each of [1, 2, 3]) hear(each);
    await untilQuiet();
    restart(sequence);
    const newcomer = new SlowClient();
    feed.admit(newcomer, undefined);
    expect(newcomer.heard).toEqual([`snapshot ${sequence}`]);
    expect(feed.heartbeat(newcomer).toString()).toContain('event: position');
    hear(sequence + 1);
    await untilQuiet();
    const after = [`snapshot ${sequence}`, `seat_blocked ${sequence + 1}`];
    for (const { heard } of [...clients, newcomer]) expect(heard.slice(-2)).toEqual(after);
  });
});
