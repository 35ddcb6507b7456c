import type { EventDetails, SeatChange } from '@jari/contract';
import { seatsInWords } from '@jari/contract/seat-words';
import { api, streamPath } from '#lib/api/jari.ts';
import type { Failure, Outcome } from '@jari/client/outcome';
import { announcer } from '#lib/app/announcer.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import type { HallModel } from '#lib/map/hall-model.ts';
import { EventWatch } from '@jari/client/event-watch';
import { HallSync, type Connection } from '@jari/client/hall-sync';
import { openStream } from '#lib/realtime/open-stream.ts';
import type { SeatSnapshot } from '@jari/client/seat-store';
import type { NextInLine } from '#lib/line/next-in-line.svelte.ts';
import type { MyLine } from '#lib/waiting/my-line.svelte.ts';
import { nearestOnMap } from '#lib/map/nearest.ts';
import { ChangeTeller } from './change-teller.ts';
import { nearestFree } from './geometry.ts';
import { HallStore, SMALL_HALL_SEATS_MAX } from './hall-store.svelte.ts';
import { ModelLoader } from './model-loader.ts';
import { MyPlace } from './my-place.svelte.ts';
import type { SeatView } from './seat-view.ts';

const REST_AFTER_HIDDEN_MS = 60_000;
const ASK_SOON_MS = 300;

function isLargeHall({ hall, plan }: EventDetails): boolean {
  return plan !== null || (hall !== null && hall.rows * hall.seats_per_row > SMALL_HALL_SEATS_MAX);
}

/** An event's hall on this page: its seats, kept current, and my place in it. */
export class Hall {
  readonly store = new HallStore();
  /** The seats of a small hall; none of a large one. */
  readonly seats = this.store.seats;
  /** Where the seats of a large hall are; null until that is known, and in small halls. */
  model = $state.raw<HallModel | null>(null);
  details = $state.raw<EventDetails | null>(null);
  connection = $state<Connection>('connecting');
  loaded = $state(false);
  /** Why the hall can't be shown (yet). */
  loadFailure = $state.raw<Failure | null>(null);
  /** The seats of a click that the server has not answered yet. */
  pending = $state.raw<readonly number[]>([]);

  /** My place in line, where the event has a waiting room; null until its code is here. */
  line = $state.raw<MyLine | null>(null);
  /** My places in line for seats that are taken; null where nobody waits. */
  next = $state.raw<NextInLine | null>(null);
  /** The waiting room is in the hall's place. */
  get isAtDoor(): boolean {
    return Boolean(this.details?.waiting_room) && !this.line?.letsIn;
  }

  readonly mine: MyPlace;
  readonly freeCount = $derived(
    this.store.bytes
      ? (this.store.version, this.store.bytes.freeCount)
      : [...this.seats.keys()].filter((id) => this.viewOf(id) === 'available').length,
  );
  /** Shown as a map: a plan has no rows and columns, and many seats have no room as buttons. */
  readonly isLarge = $derived(
    this.store.bytes !== null || (this.details !== null && isLargeHall(this.details)),
  );
  readonly hasHeldSeats = $derived([...this.seats.values()].some(({ state }) => state === 'held'));
  readonly hasBlockedSeats = $derived(this.store.blockedCount > 0);
  /** Nothing is left for me, and I hold nothing. */
  get isSoldOut(): boolean {
    return this.loaded && this.freeCount === 0 && this.mine.hold === null;
  }
  readonly seatsPerRow = $derived(this.details?.hall?.seats_per_row ?? 3);

  private readonly sync: HallSync;
  private readonly teller: ChangeTeller;
  private askAgain: ReturnType<typeof setTimeout> | undefined;
  /** Seats that were mine when they changed; asked about soon, unless what I did myself explains it. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- bookkeeping that no page depends on
  private readonly doubted = new Set<number>();
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly watch: EventWatch;
  private readonly modelLoader = new ModelLoader((model) => this.takeModel(model));
  isStopped = false;

  constructor(readonly event: string) {
    this.mine = new MyPlace(
      event,
      ({ what }) => {
        if (what === 'held' && this.mine.hold) {
          toasts.show({ tone: 'plain', title: i18n.t.tabs.held(this.labels(this.mine.hold.seatIds)) });
        } else if (what === 'given_back') toasts.show({ tone: 'plain', title: i18n.t.tabs.givenBack });
        else if (what === 'reserved') toasts.show({ tone: 'plain', title: i18n.t.tabs.reserved });
      },
      () => (this.line ? this.line.turnedAway() : void this.loadDetails()),
    );
    this.watch = new EventWatch({
      ask: () => api.event(event),
      shown: () => this.details,
      onDetails: (details) => this.takeDetails(details),
      onOtherHall: () => location.reload(),
    });
    this.teller = new ChangeTeller({
      isMine: (id) => this.isMine(id),
      label: (id) => this.labelOf(id),
      say: ({ taken, freed }) => {
        const words = [
          taken.length > 0 ? i18n.t.hall.taken(taken) : '',
          freed.length > 0 ? i18n.t.hall.freed(freed) : '',
        ];
        announcer.say(words.filter(Boolean).join(' '));
      },
    });
    this.sync = new HallSync(
      {
        streamPath: streamPath(event),
        fetchSeats: () => this.fetchSeats(),
        fetchChanges: (after) => api.changes(event, after),
        openStream,
        random: Math.random,
        isOnline: () => navigator.onLine,
        onConnection: (connection) => (this.connection = connection),
        onChanges: (changes) => this.noteChanges(changes),
        onLoaded: ({ anew }) => {
          this.loaded = true;
          if (this.store.hasLine)
            import('#lib/line/next-in-line.svelte.ts')
              .then(({ lookInLine }) => lookInLine(this))
              .catch(() => {});
          this.loadFailure = null;
          // It may be another hall: then nobody has anything in it.
          if (anew) void this.loadDetails();
          // Whether our seats are still ours no change would tell: the history they stood in may be another.
          if (anew && (this.mine.hold || this.mine.reservations.length > 0)) this.askSoon({ anyway: true });
        },
        onLoadFailure: (failure) => (this.loadFailure = failure),
      },
      this.store,
    );
  }

  start(): void {
    addEventListener('online', this.cameBack);
    addEventListener('offline', this.wentOffline);
    addEventListener('focus', this.cameBack);
    document.addEventListener('visibilitychange', this.cameBack);
    const detailsAsked = this.loadDetails();
    // Only the hall that opens first is not waited for: nearly always it is small, and its page should be there
    // after one round trip. Of another it is known first how its seats travel, and whether there is a door.
    if (this.event === 'default') void this.sync.run();
    else void detailsAsked.then(() => this.sync.run());
    this.mine.start();
  }

  stop(): void {
    removeEventListener('online', this.cameBack);
    removeEventListener('offline', this.wentOffline);
    removeEventListener('focus', this.cameBack);
    document.removeEventListener('visibilitychange', this.cameBack);
    clearTimeout(this.askAgain);
    clearTimeout(this.restTimer);
    this.watch.stop();
    this.modelLoader.stop();
    this.teller.stop();
    this.sync.stop();
    this.mine.stop();
    this.line?.stop();
    this.next?.stop();
    this.isStopped = true;
  }

  /** A seat as I see it. */
  viewOf(id: number): SeatView {
    const state = this.store.stateOf(id) ?? 'blocked';
    if (this.mine.reservedSeatIds.includes(id)) return 'mine-reserved';
    if (this.pending.includes(id) || this.mine.hold?.seatIds.includes(id)) return 'mine';
    if (state === 'held' && this.mine.justGivenBack.includes(id)) return 'available';
    return state;
  }

  /** "A1, A2" */
  labels(seatIds: readonly number[]): string {
    return seatsInWords(seatIds.map((id) => ({ label: this.labelOf(id) })));
  }

  labelOf(id: number): string {
    return this.model?.labelOf(id) ?? this.seats.get(id)?.label ?? `#${id}`;
  }

  get seatCount(): number {
    return this.model?.seatCount ?? this.store.seatCount;
  }

  /** The free seats nearest to those that were lost, as many; undefined when there are too few. */
  nearestFree(lost: readonly number[]): readonly number[] | undefined {
    if (!this.store.bytes) return nearestFree(this.seats.values(), lost, this.seatsPerRow);
    return this.model ? nearestOnMap(this.model, (id) => this.viewOf(id) === 'available', lost) : undefined;
  }

  private isMine(id: number): boolean {
    return (
      this.pending.includes(id) ||
      this.mine.reservedSeatIds.includes(id) ||
      this.mine.justGivenBack.includes(id) ||
      (this.mine.hold?.seatIds.includes(id) ?? false)
    );
  }

  private noteChanges(changes: readonly SeatChange[]): void {
    for (const change of changes) {
      const ids = change.seat_ids;
      if (change.cause !== 'held' && change.cause !== 'extended') this.doubt(ids);
      // In a large hall strangers' seats are no news, or nothing else would be heard.
      if (!this.isLarge) this.teller.note(change);
      this.mine.seatsSettled(ids);
      if (change.line) this.next?.note(change.line);
    }
  }

  /** A seat of mine changed otherwise than by being held: it ran out, another tab reserved it, or I did. */
  private doubt(seatIds: readonly number[]): void {
    const mine = seatIds.filter((id) => this.isMine(id));
    if (mine.length === 0) return;
    for (const id of mine) this.doubted.add(id);
    this.askSoon();
  }

  private askSoon({ anyway = false } = {}): void {
    clearTimeout(this.askAgain);
    this.askAgain = setTimeout(() => {
      // The stream may be quicker than the answer to what I am doing.
      if (this.mine.isActing) return this.askSoon({ anyway });
      const isExplained = [...this.doubted].every((id) => this.explains(id));
      this.doubted.clear();
      if (anyway || !isExplained) void this.mine.refresh();
    }, ASK_SOON_MS);
  }

  /** Whether what I know of myself agrees with what a seat has become. */
  private explains(id: number): boolean {
    if (this.mine.reservedSeatIds.includes(id)) return this.store.stateOf(id) === 'reserved';
    return !this.mine.hold?.seatIds.includes(id);
  }

  /** Asks what the event is and when it is sold; again when the organiser may have moved it. */
  loadDetails(): Promise<void> {
    return this.watch.look();
  }

  private takeDetails(details: EventDetails): void {
    this.details = details;
    if (details.waiting_room && !this.line) {
      this.rest();
      // Where its code can't be had now, it is tried again with the next look at the event.
      import('#lib/waiting/line-up.ts').then(({ lineUp }) => lineUp(this)).catch(() => undefined);
    }
    if (isLargeHall(details)) {
      this.store.becomeLarge();
      this.modelLoader.want(details);
    }
  }

  private takeModel(model: HallModel): void {
    this.store.becomeLarge().countBy(model);
    this.model = model;
    this.store.tell();
  }

  wake(): void {
    this.sync.wake();
  }

  /** While one waits, the hall asks for nothing: a crowd at the door must not cost what a crowd inside does. */
  rest(): void {
    // What is held can be reserved from outside, too, and is shown.
    if (!this.mine.hold) this.sync.rest();
  }

  /** A letter a seat where there are many. */
  private fetchSeats(): Promise<Outcome<SeatSnapshot>> {
    return this.store.bytes ? api.states(this.event) : api.seats(this.event);
  }

  private readonly cameBack = () => {
    clearTimeout(this.restTimer);
    if (document.visibilityState !== 'visible') {
      this.restTimer = setTimeout(() => this.sync.rest(), REST_AFTER_HIDDEN_MS);
      return;
    }
    if (this.isAtDoor) return;
    this.sync.wake();
    if (this.mine.known) void this.mine.refresh({ quietly: this.mine.hold === null });
    else void this.mine.refresh();
  };

  private readonly wentOffline = () => this.sync.networkLost();
}
