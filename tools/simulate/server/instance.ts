import type { BoxOffice } from '../../../server/src/box-office/box-office.ts';
import { BoxOffices } from '../../../server/src/box-office/box-offices.ts';
import { Doors } from '../../../server/src/box-office/doors.ts';
import { LedgerClock } from '../../../server/src/box-office/ledger-clock.ts';
import { silentObserver } from '../../../server/src/box-office/observer.ts';
import type { BoxOfficeOptions } from '../../../server/src/box-office/options.ts';
import type { Command } from '../../../server/src/domain/command.ts';
import { parsePosition, type ClaimedPosition } from '../../../server/src/domain/log-chain.ts';
import type { AdmissionStore } from '../../../server/src/ports/admission-store.ts';
import type { ChangeBus } from '../../../server/src/ports/change-bus.ts';
import type { Clock } from '../../../server/src/ports/clock.ts';
import type { ReloadReason } from '../../../server/src/ports/ledger.ts';
import { ChangeStreams } from '../../../server/src/realtime/change-streams.ts';
import { SeatListCache } from '../../../server/src/views/seat-list.ts';
import { SeatStatesCache } from '../../../server/src/views/seat-states.ts';
import type { SimulatedConnection } from '../net/connection.ts';
import type { LedgerLine } from '../net/ledger-line.ts';
import type { RequestedServer } from '../net/requests.ts';
import type { RoomPass } from '../people/room.ts';
import type { Owner } from '../time/scheduler.ts';
import { EVENT_ID } from './database.ts';

/** How soon a start that failed is tried again. */
const START_AGAIN_MS = 100;
const DOORS_INTERVAL_MS = 500;

export interface InstanceParts {
  readonly owner: Owner;
  readonly clock: Clock;
  readonly line: LedgerLine;
  readonly bus: ChangeBus;
  readonly admission: AdmissionStore;
  readonly options: BoxOfficeOptions;
  /** Whether halls are told a letter a seat, as large ones are. */
  readonly isTerse: boolean;
  readonly onReload: (why: ReloadReason) => void;
}

/** One server: all of the real one between its routes and its ports. */
export class Instance implements RequestedServer {
  readonly owner: Owner;
  readonly waiting = new Set<() => void>();
  readonly line: LedgerLine;
  readonly admission: AdmissionStore;
  private readonly isTerse: boolean;
  private running: { offices: BoxOffices; streams: ChangeStreams; doors: Doors } | undefined;
  private readonly connections = new Set<SimulatedConnection>();
  private readonly lists: { list?: SeatListCache; readonly states: SeatStatesCache } = {
    states: new SeatStatesCache(),
  };

  constructor(
    readonly index: number,
    parts: InstanceParts,
  ) {
    this.owner = parts.owner;
    this.line = parts.line;
    this.admission = parts.admission;
    this.isTerse = parts.isTerse;
    void this.start(parts);
  }

  /** Its office, if it is open. */
  get office(): BoxOffice | undefined {
    return this.running?.offices.peek(EVENT_ID);
  }

  get offices(): BoxOffices | undefined {
    return this.running?.offices;
  }

  get doors(): Doors | undefined {
    return this.running?.doors;
  }

  /** The office that a request is for. Rejects while the ledger cannot be reached, or the server still starts. */
  async open(): Promise<BoxOffice> {
    const office = await this.running?.offices.get(EVENT_ID);
    if (office === undefined) throw new Error('not ready');
    return office;
  }

  /** The command as its route hands it on: a pass whose turn has ended opens nothing. */
  admitted(command: Command): Command {
    if (!('pass' in command) || command.pass === undefined) return command;
    const { place } = command.pass as RoomPass;
    if (this.running?.doors.hasEndedEarly(EVENT_ID, place) !== true) return command;
    return { ...command, pass: { ...command.pass, endsAtMs: 0 } };
  }

  /** The whole hall as JSON. */
  hall(office: BoxOffice): string {
    const { list, states } = this.lists;
    const cache = this.isTerse ? states : (list ?? states);
    return cache.of(office).at(office.wallNow());
  }

  async changesAfter(after: string): Promise<string> {
    const office = await this.open();
    const claim = parsePosition(after) ?? bareNumber(after, office);
    if (this.running === undefined) throw new Error('not ready');
    return this.running.streams.changesAfter(office, claim);
  }

  /** Somebody has connected: the connection breaks when the server dies. */
  connect(connection: SimulatedConnection): void {
    if (this.owner.isGone) connection.destroy();
    else this.connections.add(connection);
  }

  async openStream(connection: SimulatedConnection, position: string | undefined): Promise<void> {
    const office = await this.open();
    const claim = position === undefined ? undefined : parsePosition(position);
    await this.running?.streams.open(office, connection.response, {}, claim);
  }

  /** It is gone at once: nothing that it waits for ever comes, and its connections break. */
  crash(): void {
    this.owner.isGone = true;
    for (const breakOff of [...this.waiting]) breakOff();
    for (const connection of this.connections) connection.destroy();
    this.running = undefined;
  }

  private async start({
    clock,
    line,
    bus,
    admission,
    options,
    onReload,
    owner,
  }: InstanceParts): Promise<void> {
    const ledgerClock = new LedgerClock(clock, line.ledger);
    for (;;) {
      try {
        await ledgerClock.synchronise();
        break;
      } catch {
        await new Promise<void>((resolve) => clock.after(START_AGAIN_MS, resolve));
      }
    }
    if (owner.isGone) return;
    const observer = { ...silentObserver, reloaded: (_: string, why: ReloadReason) => onReload(why) };
    const offices = new BoxOffices(line.ledger, ledgerClock, bus, options, observer);
    this.lists.list = new SeatListCache(offices);
    const streams = new ChangeStreams(offices, line.ledger, (office) => this.hall(office), {
      heartbeatMs: 15_000,
      bufferBytesMax: 65_536,
      clientsMax: 100,
    });
    const told = { stopped: () => undefined, moving: () => undefined };
    const doors = new Doors(offices, admission, clock, told, DOORS_INTERVAL_MS);
    this.running = { offices, streams, doors };
    // The first visitor opens the event.
    while (this.office === undefined) {
      await offices.get(EVENT_ID).catch(() => undefined);
      await new Promise<void>((resolve) => clock.after(START_AGAIN_MS, resolve));
    }
  }
}

/** What the route makes of a number alone, as clients send who were told no position. */
function bareNumber(after: string, { seatMap }: BoxOffice): ClaimedPosition {
  return { epoch: seatMap.epoch, check: '', sequence: Number(after) };
}
