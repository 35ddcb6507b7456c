import type { SeatChange } from '@jari/contract';
import { streamPath, type Api } from './api.ts';
import { HallSync, type Connection, type StreamOpener } from './hall-sync.ts';
import type { Failure, Outcome } from './outcome.ts';
import type { SeatSnapshot, SeatStore } from './seat-store.ts';
import { StateBytes } from './state-bytes.ts';

export interface LiveHallOptions {
  readonly api: Pick<Api, 'changes' | 'seats' | 'states'>;
  readonly event: string;
  readonly openStream: StreamOpener;
  /** A letter for each seat instead of a list of them: for halls in which the labels are known otherwise. */
  readonly isLarge?: boolean;
  readonly onChanges?: (changes: readonly SeatChange[]) => void;
  /** The whole hall was taken. `anew`: what was there before belonged to another history, or was long ago. */
  readonly onLoaded?: (loaded: { readonly anew: boolean }) => void;
  readonly onConnection?: (connection: Connection) => void;
  readonly onFailure?: (failure: Failure) => void;
}

/**
 * A hall that stays current: its states are the server's, a moment later, whatever gets lost on the way. In a browser it
 * minds the network and whether anybody looks; in Node it needs nothing more than this.
 */
export class LiveHall {
  readonly states = new StateBytes();
  private readonly sync: HallSync<SeatStore>;

  constructor(options: LiveHallOptions) {
    const { api, event, openStream, isLarge = false } = options;
    const fetchSeats = (): Promise<Outcome<SeatSnapshot>> => (isLarge ? api.states(event) : api.seats(event));
    this.sync = new HallSync(
      {
        streamPath: streamPath(event),
        fetchSeats,
        fetchChanges: (after) => api.changes(event, after),
        openStream,
        random: Math.random,
        isOnline: () => globalThis.navigator?.onLine !== false,
        onConnection: options.onConnection ?? (() => undefined),
        onChanges: options.onChanges ?? (() => undefined),
        onLoaded: options.onLoaded ?? (() => undefined),
        onLoadFailure: options.onFailure ?? (() => undefined),
      },
      {
        replace: (list) =>
          'states' in list ? this.states.takeLetters(list.states) : this.states.takeSeats(list.seats),
        change: (seatIds, state) => this.states.change(seatIds, state),
      },
    );
  }

  /** The last change that is in it; undefined before it was loaded. */
  get sequence(): number | undefined {
    return this.sync.log.sequence;
  }

  start(): void {
    globalThis.addEventListener?.('online', this.cameBack);
    globalThis.addEventListener?.('offline', this.wentOffline);
    globalThis.document?.addEventListener('visibilitychange', this.cameBack);
    void this.sync.run();
  }

  stop(): void {
    globalThis.removeEventListener?.('online', this.cameBack);
    globalThis.removeEventListener?.('offline', this.wentOffline);
    globalThis.document?.removeEventListener('visibilitychange', this.cameBack);
    this.sync.stop();
  }

  private readonly cameBack = () => this.sync.wake();
  private readonly wentOffline = () => this.sync.networkLost();
}
