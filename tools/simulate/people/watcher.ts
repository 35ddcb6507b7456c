import type { ChangeList } from '@jari/contract';
import { HallSync } from '../../../client/src/hall-sync.ts';
import type { Outcome } from '../../../client/src/outcome.ts';
import type { SeatSnapshot, SeatStore } from '../../../client/src/seat-store.ts';
import { SseParser } from '../../../client/src/sse-parser.ts';
import { StateBytes } from '../../../client/src/state-bytes.ts';
import { SimulatedConnection } from '../net/connection.ts';
import { NO_ANSWER } from '../net/requests.ts';
import type { Instance } from '../server/instance.ts';
import type { World } from '../world.ts';

const UNREACHABLE = { ok: false, failure: { kind: 'unreachable', because: 'network' } } as const;

/** Somebody who watches the hall with the real client, over connections that break and go silent. */
export class Watcher {
  readonly states = new StateBytes();
  readonly sync: HallSync;
  connection: SimulatedConnection | undefined;
  private isOnline = true;
  /** False behind a proxy that lets no stream through: there is only asking in turns. */
  private readonly hasStreams: boolean;

  constructor(
    readonly name: string,
    private readonly world: World,
  ) {
    this.hasStreams = !world.dice.oneIn(5);
    const store: SeatStore = {
      replace: (list) =>
        'states' in list ? this.states.takeLetters(list.states) : this.states.takeSeats(list.seats),
      change: (seatIds, state) => this.states.change(seatIds, state),
    };
    const ignored = () => undefined;
    this.sync = new HallSync(
      {
        streamPath: '/stream',
        openStream: (_path, options) => this.openStream(options),
        fetchSeats: () => this.ask<SeatSnapshot>(async (instance) => instance.hall(await instance.open())),
        fetchChanges: (after) => this.ask<ChangeList>((instance) => instance.changesAfter(after)),
        random: Math.random,
        isOnline: () => this.isOnline,
        onConnection: ignored,
        onChanges: ignored,
        onLoaded: ignored,
        onLoadFailure: ignored,
      },
      store,
    );
    void this.sync.run();
  }

  /** Something happens to the connection, or the page. */
  suffer(): void {
    const { dice } = this.world;
    switch (dice.below(6)) {
      case 0:
      case 1:
        this.world.tell(() => `${this.name}'s connection breaks`);
        this.connection?.destroy();
        return;
      case 2:
        this.world.tell(() => `${this.name}'s connection goes silent`);
        if (this.connection !== undefined) this.connection.isSilent = true;
        return;
      case 3:
        this.world.tell(() => `${this.name} looks away`);
        this.sync.rest();
        return;
      case 4:
        this.world.tell(() => `${this.name} has no network`);
        this.isOnline = false;
        this.sync.networkLost();
        return;
      default:
        this.comeBack();
    }
  }

  /** @param notices whether a silent connection is known to be dead */
  comeBack(notices = false): void {
    this.world.tell(() => `${this.name} is back`);
    this.isOnline = true;
    this.sync.wake();
    if (notices && this.connection?.isSilent === true) this.connection.destroy();
  }

  private async ask<T>(work: (instance: Instance) => Promise<string>): Promise<Outcome<T>> {
    const { world } = this;
    const sentAt = performance.now();
    const instance = world.anyInstance();
    const text = this.isOnline ? await world.requests.send(instance, () => work(instance)) : NO_ANSWER;
    // What the server's schemas promise is checked elsewhere.
    return text === NO_ANSWER ? UNREACHABLE : { ok: true, value: JSON.parse(text) as T, sentAt };
  }

  private openStream({
    position,
    signal,
    onMessage,
    onSignOfLife,
  }: Parameters<ConstructorParameters<typeof HallSync>[0]['openStream']>[1]): Promise<void> {
    const { world } = this;
    const instance = world.anyInstance();
    const parser = new SseParser();
    return new Promise((resolve, reject) => {
      const reader = {
        take: (bytes: Buffer) => {
          onSignOfLife();
          for (const message of parser.push(bytes.toString())) onMessage(message);
        },
        ended: () => {
          if (this.connection === connection) this.connection = undefined;
          resolve();
        },
      };
      const { scheduler, dice, weather } = world;
      const delayMs = () => world.delayMs();
      const connection = new SimulatedConnection(scheduler, delayMs, reader, dice, weather);
      this.connection = connection;
      signal.addEventListener('abort', () => {
        connection.destroy();
        reject(new Error('aborted'));
      });
      if (!this.isOnline || !this.hasStreams) return connection.destroy();
      instance.connect(connection);
      world.scheduler.after(instance.owner, world.delayMs(), () => {
        instance.openStream(connection, position).catch(() => connection.destroy());
      });
    });
  }
}
