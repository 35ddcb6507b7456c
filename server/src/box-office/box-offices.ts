import type { Change } from '../domain/change.ts';
import type { Event } from '../domain/event.ts';
import type { ChangeBus } from '../ports/change-bus.ts';
import type { Ledger } from '../ports/ledger.ts';
import { BoxOffice, type BoxOfficeOptions } from './box-office.ts';
import { Expiry } from './expiry.ts';
import type { LedgerClock } from './ledger-clock.ts';
import type { BoxOfficeObserver } from './observer.ts';

type ChangesListener = (office: BoxOffice, changes: readonly Change[], origin: 'here' | 'elsewhere') => void;

/**
 * The box offices of this instance, one per event, opened when first asked for. Connects them with the news
 * from other instances.
 */
export class BoxOffices {
  private readonly opened = new Map<string, Promise<BoxOffice | undefined>>();
  private readonly open = new Map<string, BoxOffice>();
  private readonly expiries: Expiry[] = [];
  private readonly listeners: ChangesListener[] = [];

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: LedgerClock,
    private readonly bus: ChangeBus,
    private readonly options: BoxOfficeOptions,
    private readonly observer: BoxOfficeObserver,
  ) {
    bus.subscribe((eventId, changes) => this.open.get(eventId)?.hear(changes));
    bus.onGap(() => {
      for (const office of this.open.values()) office.refresh();
    });
  }

  /** Undefined when there is no such event. Rejects when the ledger cannot be reached. */
  get(eventId: string): Promise<BoxOffice | undefined> {
    let opening = this.opened.get(eventId);
    if (opening === undefined) {
      opening = this.openOffice(eventId);
      this.opened.set(eventId, opening);
      // Neither a missing event nor a failure is remembered: the next visitor may find it.
      opening.then(
        (office) => office ?? this.opened.delete(eventId),
        () => this.opened.delete(eventId),
      );
    }
    return opening;
  }

  /** The same at once, of those that are open; undefined says nothing about whether there is such an event. */
  peek(eventId: string): BoxOffice | undefined {
    return this.open.get(eventId);
  }

  /** Those that are open now. */
  all(): Iterable<BoxOffice> {
    return this.open.values();
  }

  /** Calls back after every change of every event that has become true. */
  onChanges(listener: ChangesListener): void {
    this.listeners.push(listener);
  }

  /** Creates an event or updates one, here and in the ledger. */
  async putEvent(event: Event): Promise<'created' | 'updated' | 'hall_differs'> {
    const outcome = await this.ledger.putEvent(event);
    if (outcome === 'updated') this.open.get(event.eventId)?.replaceEvent(event);
    return outcome;
  }

  /** Takes over what the organiser changed at another instance: title, times, rules. */
  async refreshEvents(): Promise<void> {
    if (this.open.size === 0) return;
    for (const event of await this.ledger.listEvents()) this.open.get(event.eventId)?.replaceEvent(event);
  }

  /** Finishes what was accepted and stops. */
  async close(): Promise<void> {
    for (const expiry of this.expiries) expiry.stop();
    await Promise.all(Array.from(this.open.values(), (office) => office.close()));
  }

  private async openOffice(eventId: string): Promise<BoxOffice | undefined> {
    const snapshot = await this.ledger.load(eventId);
    if (snapshot === undefined) return undefined;
    const office = new BoxOffice(this.ledger, this.clock, snapshot, this.options, this.observer);
    office.onChanges((changes, origin) => {
      if (origin === 'here') this.bus.publish(eventId, changes);
      for (const listener of this.listeners) listener(office, changes, origin);
    });
    this.open.set(eventId, office);
    this.expiries.push(new Expiry(office, this.options.settleMs));
    // News that came while the snapshot was read had nobody to hear it.
    if (this.options.isShared) office.refresh();
    return office;
  }
}
