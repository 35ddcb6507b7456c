import type { Outcome, Failure } from '@jari/client/outcome';
import { reasonOf } from '@jari/client/outcome';
import { request } from '#lib/api/request.ts';
import { newKey } from '@jari/client/new-key';
import { remember } from '#lib/app/remember.ts';
import { DoorBook } from './door-book.ts';
import { DoorStore, type DoorState, type OwnScan } from './door-store.ts';
import { hearNews, prepare, tellScans, type News } from './door-sync.ts';
import { checkTicket } from './ticket-check.ts';
import { judgeCode, judgeTicket, type Verdict } from './verdict.ts';

/** Doors hear of each other so often while there is a network. */
const SYNC_EVERY_MS = 3_000;
/** A guest list this old is of no evening that still goes on. */
const LIST_AGE_MAX_MS = 3 * 24 * 3_600_000;
const DEVICE = 'jari:door-device';

/** As much of the phone's storage as a door needs; tests keep it in memory. */
export type Store = Pick<
  DoorStore,
  | 'state'
  | 'guests'
  | 'entries'
  | 'scans'
  | 'putState'
  | 'putGuests'
  | 'replaceGuests'
  | 'putEntries'
  | 'putScans'
  | 'forgetNames'
  | 'close'
>;

/**
 * One door of one event on one phone.
 *
 * opening ──► new ──► preparing ──► ready          broken: the browser keeps nothing, so nothing is let in
 *        └──────────────────────────► ready        (it was prepared before; the network may be gone)
 */
export class Door {
  stage = $state<'opening' | 'new' | 'preparing' | 'ready' | 'broken'>('opening');
  state = $state.raw<DoorState>();
  /** Why the last round with the server came to nothing; undefined while in step. */
  failure = $state.raw<Failure>();
  /** Scans that the server has not heard of. */
  waiting = $state.raw<readonly OwnScan[]>([]);
  /** Counts up whenever the book has changed. */
  version = $state(0);
  readonly book = new DoorBook();
  private store: Store | undefined;
  private device = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isSyncing = false;
  /** Somebody has signed out in another tab, which has taken the list off the disk. */
  private isWiped = false;
  private isClosed = false;

  constructor(
    private readonly event: string,
    private readonly openStore: () => Promise<Store> = () => DoorStore.open(),
  ) {}

  async open(): Promise<void> {
    try {
      const store = (this.store = await this.openStore());
      this.device = deviceName();
      const state = await store.state(this.event);
      const scans = await store.scans(this.event);
      this.waiting = scans.filter(({ isSent }) => !isSent);
      if (state === undefined || this.isTooOld(state)) {
        if (state !== undefined) await store.forgetNames();
        this.stage = 'new';
        return;
      }
      this.state = state;
      this.book.putGuests(await store.guests(this.event));
      this.book.putEntries(await store.entries(this.event));
      this.book.putOwn(scans.map((scan) => this.corrected(scan)));
      this.begin();
    } catch {
      this.stage = 'broken';
    }
  }

  async prepare(door: string): Promise<void> {
    this.stage = 'preparing';
    const outcome = await prepare(request, this.event, door);
    this.failure = outcome.ok ? undefined : outcome.failure;
    if (!outcome.ok) {
      // Whoever only wanted another name for their door has one that works.
      if (this.state === undefined) this.stage = 'new';
      else this.begin();
      return;
    }
    try {
      await this.take(outcome.value);
      this.book.putOwn(this.waiting.map((scan) => this.corrected(scan)));
      this.begin();
    } catch {
      this.stage = 'broken';
    }
  }

  /** Asks for a name anew; everything else stays. */
  rename(): void {
    clearTimeout(this.timer);
    this.stage = 'new';
  }

  /** A ticket's text, from the camera or from a reader that types. */
  async judge(text: string): Promise<Verdict> {
    const typed = text.trim();
    const checked = await checkTicket(typed, this.state?.keys ?? []);
    return checked === undefined ? judgeCode(typed, this.book) : judgeTicket(checked, this.event, this.book);
  }

  /** Lets people in. It is on the disk when it resolves, whatever happens then. */
  admit(reservation: number, count: number): Promise<OwnScan> {
    return this.note({ reservation, count });
  }

  /** Takes back a scan of this door that was a mistake: whoever has the ticket may still come in. */
  async undo({ scanId, reservation, count }: OwnScan): Promise<void> {
    await this.note({ reservation, count, undoes: scanId });
  }

  private async note(what: Pick<OwnScan, 'reservation' | 'count' | 'undoes'>): Promise<OwnScan> {
    const { state, store } = this;
    if (state === undefined || store === undefined) throw new Error('the door is not open');
    const scan: OwnScan = {
      ...what,
      scanId: newKey(),
      event: this.event,
      at: Date.now(),
      door: state.door,
      isSent: false,
    };
    await store.putScans([scan]);
    this.waiting = [...this.waiting, scan];
    this.book.putOwn([this.corrected(scan)]);
    this.version++;
    void this.sync();
    return scan;
  }

  /** A round with the server: tells, then hears. One at a time. */
  async sync(): Promise<void> {
    if (this.isSyncing || this.stage !== 'ready' || this.isClosed) return;
    this.isSyncing = true;
    clearTimeout(this.timer);
    try {
      this.failure = (await this.tell()) ?? (await this.hear());
    } catch {
      // The disk is full, say. What cannot be kept is not heard: it is asked for again, and nobody is told that all is well.
      this.failure = { kind: 'unreachable', because: 'bad_answer' };
    } finally {
      this.isSyncing = false;
      if (!this.isClosed) this.timer = setTimeout(() => void this.sync(), SYNC_EVERY_MS);
    }
  }

  get isSignedOut(): boolean {
    return this.failure !== undefined && reasonOf(this.failure) === 'unauthorized';
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.store?.close();
  }

  private async tell(): Promise<Failure | undefined> {
    const { store } = this;
    if (this.waiting.length === 0 || store === undefined) return undefined;
    const outcome = await tellScans(request, this.event, this.device, this.waiting);
    if (!outcome.ok) return outcome.failure;
    await store.putScans(outcome.value);
    const told = outcome.value.map(({ scanId }) => scanId);
    this.waiting = this.waiting.filter(({ scanId }) => !told.includes(scanId));
    return undefined;
  }

  private async hear(): Promise<Failure | undefined> {
    const { store, state } = this;
    if (state === undefined || store === undefined) return undefined;
    const outcome: Outcome<News> = await hearNews(request, state);
    // The list was read anew meanwhile, as for another name: this is older than that, and of the former name.
    if (this.state !== state) return undefined;
    if (!outcome.ok) return outcome.failure;
    const wasWiped = this.isWiped;
    this.isWiped = (await store.state(this.event)) === undefined;
    // This may have been asked before: only what is answered from now on says that somebody has signed in again.
    if (this.isWiped && !wasWiped) return undefined;
    const { guests, ...news } = outcome.value;
    // What changed lately would not be the list, and nobody would ask for the rest.
    const isRestLost = this.isWiped && !news.isWhole;
    await this.take({ ...news, guests: isRestLost ? [...this.book.everybody, ...guests] : guests });
    return undefined;
  }

  /** What was heard counts once it is kept: the numbers after which is asked must not be ahead of it. */
  private async take({ state, guests, entries, isWhole }: News): Promise<void> {
    const { store } = this;
    if (store === undefined || this.isClosed) return;
    await (isWhole ? store.replaceGuests(this.event, guests) : store.putGuests(this.event, guests));
    await store.putEntries(this.event, entries);
    await store.putState(state);
    this.state = state;
    this.book.take({ guests, isWhole, entries });
    if (isWhole || guests.length + entries.length > 0) this.version++;
  }

  private begin(): void {
    this.stage = 'ready';
    this.version++;
    void this.sync();
  }

  private corrected({ at, ...scan }: OwnScan) {
    return { ...scan, at: at + (this.state?.aheadMs ?? 0) };
  }

  /** By the server's clock: a phone whose own is days ahead would forget the list of this evening. */
  private isTooOld({ syncedAt, startsAt, aheadMs }: DoorState): boolean {
    return Date.now() + aheadMs - Math.max(syncedAt, Date.parse(startsAt)) > LIST_AGE_MAX_MS;
  }
}

function deviceName(): string {
  let name: string | null = null;
  try {
    name = localStorage.getItem(DEVICE);
  } catch {
    // Then it has another name after a reload, which harms nobody.
  }
  const known = name ?? newKey();
  if (name === null) remember(DEVICE, known);
  return known;
}
