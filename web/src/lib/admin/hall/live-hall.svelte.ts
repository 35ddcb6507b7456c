import type { EventDetails, SeatChange, SeatState } from '@jari/contract';
import { api, streamPath } from '#lib/api/jari.ts';
import { EventWatch } from '@jari/client/event-watch';
import type { Failure } from '@jari/client/outcome';
import type { HallModel } from '#lib/map/hall-model.ts';
import { loadModel } from '#lib/map/load-model.ts';
import { HallSync, type Connection } from '@jari/client/hall-sync';
import { Retry } from '@jari/client/retry';
import { openStream } from '#lib/realtime/open-stream.ts';
import { keepSelection } from './kept-selection.ts';
import { LiveStore } from './live-store.ts';
import { NOTHING } from './selection.ts';

/**
 * An event's hall as the organiser watches it: every seat's state, kept current by the same public stream that the
 * audience's pages follow. Who has a seat is no part of it; that is asked for seat by seat.
 */
export class LiveHall {
  details = $state.raw<EventDetails>();
  model = $state.raw<HallModel>();
  connection = $state<Connection>('connecting');
  loaded = $state(false);
  /** Why the hall can't be shown (yet). */
  failure = $state.raw<Failure>();
  /** Counts up when states have changed: what is computed from them reads it. */
  version = $state(0);
  readonly store = new LiveStore(() => (this.version += 1));
  private readonly sync: HallSync<LiveStore>;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- bookkeeping that no page depends on
  private readonly listeners = new Set<(changes: readonly SeatChange[]) => void>();
  private readonly retry = new Retry();
  private readonly watch: EventWatch;
  private isStopped = false;

  constructor(readonly event: string) {
    this.watch = new EventWatch({
      ask: () => api.event(event),
      shown: () => this.details,
      onDetails: (details) => (this.details = details),
      onOtherHall: () => {
        keepSelection(event, NOTHING);
        location.reload();
      },
    });
    this.sync = new HallSync(
      {
        streamPath: streamPath(event),
        fetchSeats: () => api.states(event),
        fetchChanges: (after) => api.changes(event, after),
        openStream,
        random: Math.random,
        isOnline: () => navigator.onLine,
        onConnection: (connection) => (this.connection = connection),
        onChanges: (changes) => this.listeners.forEach((listener) => listener(changes)),
        onLoaded: ({ anew }) => {
          this.loaded = true;
          this.failure = undefined;
          if (anew && this.details) void this.watch.look();
        },
        onLoadFailure: (failure) => (this.failure = failure),
      },
      this.store,
    );
  }

  get bytes() {
    return this.store.bytes;
  }

  start(): void {
    addEventListener('online', this.cameBack);
    addEventListener('offline', this.wentOffline);
    document.addEventListener('visibilitychange', this.cameBack);
    void this.load();
    void this.sync.run();
  }

  stop(): void {
    this.isStopped = true;
    removeEventListener('online', this.cameBack);
    removeEventListener('offline', this.wentOffline);
    document.removeEventListener('visibilitychange', this.cameBack);
    this.retry.cancel();
    this.watch.stop();
    this.store.stop();
    this.sync.stop();
  }

  /** Calls back with what happened, as it happens; gives the function that ends it. */
  onChanges(listener: (changes: readonly SeatChange[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  stateOf(seatId: number): SeatState {
    return this.bytes.stateOf(seatId);
  }

  /** As it stands on tickets: a hall of equal rows has no parts to tell apart. */
  labelOf(seatId: number): string {
    const { model, details } = this;
    if (!model) return `#${seatId}`;
    return details?.plan ? model.labelOf(seatId) : model.partsOf(seatId).join('');
  }

  /** Fetches the event and its drawing, again until they are there: the page is worth nothing without them. */
  private async load(): Promise<void> {
    const outcome = await api.event(this.event);
    if (outcome.ok) {
      const { plan, hall } = outcome.value;
      this.details = outcome.value;
      const drawing = plan ? await api.plan(plan.id) : undefined;
      if (drawing === undefined || drawing.ok) {
        const model = await loadModel(drawing ? drawing.value : 'grid', hall);
        if (this.isStopped) return;
        this.bytes.countBy(model);
        this.model = model;
        this.version += 1;
        return;
      }
      this.failure = drawing.failure;
    } else this.failure = outcome.failure;
    if (this.isStopped) return;
    this.retry.later(() => void this.load());
  }

  private readonly cameBack = () => {
    if (document.visibilityState === 'visible') this.sync.wake();
  };

  private readonly wentOffline = () => this.sync.networkLost();
}
