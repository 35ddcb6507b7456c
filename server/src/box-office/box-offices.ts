import type { Change } from '../domain/change.ts';
import type { Event, EventDescription } from '../domain/event.ts';
import type { ChangeBus } from '../ports/change-bus.ts';
import type { EventPut, Ledger, LedgerTime } from '../ports/ledger.ts';
import { BoxOffice } from './box-office.ts';
import { Expiry } from './expiry.ts';
import { Forgetting } from './forgetting.ts';
import { KnownEvents } from './known-events.ts';
import type { LedgerClock } from './ledger-clock.ts';
import { ListedEvents } from './listed-events.ts';
import type { BoxOfficeObserver } from './observer.ts';
import type { BoxOfficeOptions } from './options.ts';
import type { Origin } from './replica.ts';
import { tendLine } from './tend-line.ts';
import { Turns } from './turns.ts';

/** How many events are read from the ledger at a time, so that opening many leaves room for those on sale. */
const LOADS_AT_ONCE = 4;

type DistantListener = (eventId: string, changes: readonly Change[]) => void;
type ChangesListener = (office: BoxOffice, changes: readonly Change[], origin: Origin) => void;

/**
 * How often each event is compared with the ledger when nothing else does it: the longest that a ledger which
 * went back, an organiser's change at another instance, or a step of the clock goes unnoticed while nobody
 * buys. (Who buys notices at once: every append compares.)
 */
const COMPARE_INTERVAL_MS = 1_000;
/** How often memory and records that are kept only for a day are given back. */
const FORGET_INTERVAL_MS = 60_000;

/**
 * The box offices of this instance, one per event, opened when first asked for. Connects them with the news
 * from other instances.
 */
export class BoxOffices {
  private readonly opened = new Map<string, Promise<BoxOffice | undefined>>();
  private readonly open = new Map<string, BoxOffice>();
  private readonly expiries: Expiry[] = [];
  private readonly changeListeners: ChangesListener[] = [];
  private readonly reloadListeners: ((office: BoxOffice) => void)[] = [];
  private readonly distantListeners: DistantListener[] = [];
  private isClosed = false;
  private cancelComparing: () => void = () => undefined;
  private cancelForgetting: () => void = () => undefined;
  private readonly known: KnownEvents;
  /** What there is, and what is left of it. */
  readonly listed: ListedEvents;
  private readonly loads = new Turns(LOADS_AT_ONCE);
  private readonly forgetting: Forgetting;
  private readonly options: BoxOfficeOptions;

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: LedgerClock,
    private readonly bus: ChangeBus,
    options: BoxOfficeOptions,
    private readonly observer: BoxOfficeObserver,
  ) {
    // Its own, which all box offices read anew for each batch.
    this.options = { ...options };
    this.known = new KnownEvents(ledger, clock);
    this.listed = new ListedEvents(ledger, clock, (eventId) => this.peek(eventId));
    this.forgetting = new Forgetting(ledger);
    bus.subscribe((eventId, changes) => {
      const office = this.open.get(eventId);
      if (office !== undefined) office.hear(changes);
      else for (const listener of this.distantListeners) listener(eventId, changes);
    });
    bus.onGap(() => {
      for (const office of this.open.values()) office.refresh();
    });
    this.compareAgain();
    this.forgetAgain();
  }

  /** Undefined when there is no such event. Rejects when the ledger cannot be reached. */
  get(eventId: string): Promise<BoxOffice | undefined> {
    return this.opened.get(eventId) ?? this.find(eventId);
  }

  /** The event's box office if it is open already, as nearly always. */
  peek(eventId: string): BoxOffice | undefined {
    return this.open.get(eventId);
  }

  /** How often a confirmation that would succeed fails on purpose. */
  get failureRate(): number {
    return this.options.failureRate;
  }

  set failureRate(rate: number) {
    this.options.failureRate = rate;
  }

  /** The ledger's wall clock. */
  wallNow(): number {
    return this.clock.wallNow();
  }

  /** The ledger's clocks. */
  time(): LedgerTime {
    return { now: this.clock.now(), correctionMs: this.clock.correctionMs };
  }

  /** Those that are open now. */
  all(): Iterable<BoxOffice> {
    return this.open.values();
  }

  /** False while one of the open events cannot be sold. */
  get areReady(): boolean {
    for (const office of this.open.values()) if (!office.isReady) return false;
    return true;
  }

  /** Calls back after every change of every event that has become true. */
  onChanges(listener: ChangesListener): void {
    this.changeListeners.push(listener);
  }

  /**
   * Calls back when another instance says what happened in an event that is not open here. Nothing can be compared
   * with it, and what gets lost on the way is not missed: good for drawing somebody's attention, and for no more.
   */
  onDistantChanges(listener: DistantListener): void {
    this.distantListeners.push(listener);
  }

  /** Calls back when an event was loaded anew, because the ledger is not the one that was known. */
  onReload(listener: (office: BoxOffice) => void): void {
    this.reloadListeners.push(listener);
  }

  /**
   * Creates an event or updates one, here and in the ledger; then it binds every instance. Where it has another version
   * than it was made from, that is known here afterwards.
   */
  async putEvent(description: EventDescription, atVersion?: number): Promise<EventPut> {
    const result = await this.ledger.putEvent(description, atVersion);
    if (result.outcome === 'hall_differs' || result.event === undefined) return result;
    this.known.add(description.eventId);
    this.listed.forget();
    if (result.outcome !== 'created') this.open.get(description.eventId)?.replaceEvent(result.event);
    return result;
  }

  /**
   * Takes in how the organisers describe an event at this moment, which another instance may have changed, and says it;
   * undefined when there is none.
   */
  async lookAt(eventId: string): Promise<Event | undefined> {
    const event = (await this.ledger.listEvents()).find((listed) => listed.eventId === eventId);
    if (event === undefined) return undefined;
    this.known.add(eventId);
    this.open.get(eventId)?.replaceEvent(event);
    return event;
  }

  /** Finishes what was accepted and stops. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.cancelComparing();
    this.cancelForgetting();
    this.known.close();
    for (const expiry of this.expiries) expiry.stop();
    await Promise.all(Array.from(this.open.values(), (office) => office.close()));
  }

  private compareAgain(): void {
    this.cancelComparing = this.clock.after(COMPARE_INTERVAL_MS, () => {
      for (const office of this.open.values()) {
        office.compare(COMPARE_INTERVAL_MS / 2);
        tendLine(office);
      }
      this.compareAgain();
    });
  }

  private forgetAgain(): void {
    this.cancelForgetting = this.clock.after(FORGET_INTERVAL_MS, () => {
      void this.forget().finally(() => {
        if (!this.isClosed) this.forgetAgain();
      });
    });
  }

  private async forget(): Promise<void> {
    const now = this.wallNow();
    const { keyMemoryMs } = this.options;
    for (const office of this.open.values()) office.forgetStale(keyMemoryMs);
    const time = { before: now - keyMemoryMs, now };
    await this.forgetting.forget(this.open.keys(), time, () => this.isClosed);
  }

  private async find(eventId: string): Promise<BoxOffice | undefined> {
    return (await this.known.has(eventId)) ? this.openOnce(eventId) : undefined;
  }

  private openOnce(eventId: string): Promise<BoxOffice | undefined> {
    let opening = this.opened.get(eventId);
    if (opening === undefined) {
      opening = this.openOffice(eventId);
      this.opened.set(eventId, opening);
      // A failure is not remembered: the next visitor may find the ledger back.
      opening.then(
        (office) => office ?? this.opened.delete(eventId),
        () => this.opened.delete(eventId),
      );
    }
    return opening;
  }

  private async openOffice(eventId: string): Promise<BoxOffice | undefined> {
    const snapshot = await this.loads.take(() => this.ledger.load(eventId));
    if (snapshot === undefined) return undefined;
    const office = new BoxOffice(this.ledger, this.clock, snapshot, this.options, this.observer);
    office.onChanges((changes, origin) => {
      if (origin === 'here') this.bus.publish(eventId, changes);
      for (const listener of this.changeListeners) listener(office, changes, origin);
    });
    office.onReload(() => {
      for (const listener of this.reloadListeners) listener(office);
    });
    this.open.set(eventId, office);
    this.expiries.push(new Expiry(office, this.options.settleMs));
    // News that came while the snapshot was read had nobody to hear it.
    if (this.options.isShared) office.refresh();
    return office;
  }
}
