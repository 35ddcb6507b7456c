import type {
  HoldEndedByOrganiser,
  ReservationCancelledByOrganiser,
  ReservationGiven,
  SeatsOffered,
  TurnHasCome,
} from '@jari/contract';
import type { ServerResponse } from 'node:http';
import type { BoxOffice } from '../box-office/box-office.ts';
import type { BoxOffices } from '../box-office/box-offices.ts';
import type { Doors } from '../box-office/doors.ts';
import type { Change } from '../domain/change.ts';
import type { CancelReasons } from '../ports/cancel-reasons.ts';
import { Heartbeats } from './heartbeats.ts';
import { StreamClient, type HeaderValues } from './stream-client.ts';
import { TurnWatch } from './turn-watch.ts';

export interface PersonalStreamsOptions {
  readonly heartbeatMs: number;
  readonly bufferBytesMax: number;
  readonly clientsMax: number;
  /** Of those, how many one user may have: a few devices with a few tabs each. */
  readonly clientsPerUser: number;
  /** How often it is looked whose turn has come. */
  readonly turnsIntervalMs: number;
}

interface Client {
  readonly stream: StreamClient;
  /** Undefined: of all events. */
  readonly eventId: string | undefined;
}

/**
 * What happens to one user, told to all of their devices: seats from the line, a hold that the organiser ended, a
 * ticket that somebody has accepted, a turn in the waiting room. Nobody else's matters come here.
 *
 * It draws attention, and is no record: a device that was away asks what it holds and where it stands when it is back.
 */
export class PersonalStreams {
  private readonly byUser = new Map<string, Set<Client>>();
  private readonly clients: Heartbeats;
  private readonly turns: TurnWatch;
  private isClosing = false;
  cutCount = 0;

  constructor(
    private readonly offices: BoxOffices,
    doors: Doors,
    private readonly reasons: Pick<CancelReasons, 'find' | 'findForHold'>,
    private readonly options: PersonalStreamsOptions,
  ) {
    this.clients = new Heartbeats(options.heartbeatMs, () => this.cutCount++);
    this.turns = new TurnWatch(doors, options.turnsIntervalMs);
    offices.onChanges(({ seatMap }, changes) => this.hear(seatMap.event.eventId, changes));
    offices.onDistantChanges((eventId, changes) => this.hear(eventId, changes));
  }

  get clientCount(): number {
    return this.clients.count;
  }

  /** `all`: nobody can have another stream. `own`: this user can't. */
  whyFull(userId: string): 'all' | 'own' | undefined {
    if (this.isClosing || this.clients.count >= this.options.clientsMax) return 'all';
    return (this.byUser.get(userId)?.size ?? 0) >= this.options.clientsPerUser ? 'own' : undefined;
  }

  /** Answers with a stream of what happens to a user in one event or in all, and keeps it until they leave. */
  open(userId: string, office: BoxOffice | undefined, response: ServerResponse, headers: HeaderValues): void {
    let stopWatching: () => void = () => undefined;
    const stream = new StreamClient(response, this.options.bufferBytesMax, (gone) => {
      stopWatching();
      this.clients.delete(gone);
      own.delete(client);
      if (own.size === 0) this.byUser.delete(userId);
    });
    const client: Client = { stream, eventId: office?.seatMap.event.eventId };
    const own = this.byUser.get(userId) ?? new Set<Client>();
    own.add(client);
    this.byUser.set(userId, own);
    this.clients.add(stream);
    stream.start(headers);
    if (office === undefined || stream.isGone) return;
    stopWatching = this.turns.watch(office, userId, (number, endsAtMs) => {
      const left = Math.max(0, Math.floor(endsAtMs - office.wallNow()));
      const told: TurnHasCome = {
        event: office.seatMap.event.eventId,
        queue_number: number,
        expires_at: new Date(endsAtMs).toISOString(),
        expires_in_ms: left,
      };
      this.write(client, 'turn_has_come', told);
    });
  }

  /** Ends all streams. */
  close(): void {
    this.isClosing = true;
    this.turns.close();
    this.clients.close();
  }

  private hear(eventId: string, changes: readonly Change[]): void {
    if (this.byUser.size === 0) return;
    for (const change of changes) {
      const own = 'userId' in change ? this.byUser.get(change.userId) : undefined;
      if (own !== undefined) this.tell(own, eventId, change);
    }
  }

  private tell(own: ReadonlySet<Client>, event: string, change: Change): void {
    const { sequence } = change;
    const seat_ids = [...change.seatIds];
    if (change.cause === 'offered') {
      const { now, correctionMs } = this.offices.time();
      const offered: SeatsOffered = {
        event,
        sequence,
        seat_ids,
        expires_at: new Date(change.expiresAt - correctionMs).toISOString(),
        expires_in_ms: Math.max(0, Math.floor(change.expiresAt - now)),
      };
      this.writeAll(own, event, 'offered', offered);
    } else if (change.cause === 'released' && change.actor !== 'user') {
      void this.tellHoldEnded(own, { event, sequence, seat_ids }, change.userId);
    } else if (change.cause === 'cancelled' && change.actor === 'recipient') {
      const reservation = `${event}.${change.reservation}`;
      const given: ReservationGiven = { event, sequence, reservation, seat_ids };
      this.writeAll(own, event, 'reservation_given', given);
    } else if (change.cause === 'cancelled' && change.actor !== 'user') {
      const { reservation } = change;
      const told = { event, sequence, reservation: `${event}.${reservation}`, seat_ids };
      void this.tellCancelled(own, told, reservation);
    }
  }

  /** The reason was written down before; where it cannot be read now, they are told without it. */
  private async tellCancelled(
    own: ReadonlySet<Client>,
    told: Omit<ReservationCancelledByOrganiser, 'reason'>,
    reservation: number,
  ): Promise<void> {
    const reason = await this.reasons.find(told.event, reservation).catch(() => undefined);
    const cancelled: ReservationCancelledByOrganiser = { ...told, reason: reason ?? null };
    this.writeAll(own, told.event, 'reservation_cancelled_by_organiser', cancelled);
  }

  /** Likewise; a reason that was given for another change says nothing of this one. */
  private async tellHoldEnded(
    own: ReadonlySet<Client>,
    told: Omit<HoldEndedByOrganiser, 'reason'>,
    userId: string,
  ): Promise<void> {
    const end = await this.reasons.findForHold(told.event, userId).catch(() => undefined);
    const reason = end?.sequence === told.sequence ? end.reason : null;
    const ended: HoldEndedByOrganiser = { ...told, reason };
    this.writeAll(own, told.event, 'hold_ended_by_organiser', ended);
  }

  private writeAll(own: ReadonlySet<Client>, event: string, name: string, data: object): void {
    for (const client of own) {
      if (client.eventId === undefined || client.eventId === event) this.write(client, name, data);
    }
  }

  private write({ stream }: Client, name: string, data: object): void {
    if (!stream.write(Buffer.from(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`))) this.cutCount++;
  }
}
