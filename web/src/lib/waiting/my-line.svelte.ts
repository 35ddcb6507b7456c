import type { LineStatus } from '@jari/contract';
import { passes } from '#lib/api/jari.ts';
import type { Outcome } from '@jari/client/outcome';
import { onTabNews } from '#lib/app/tabs.ts';
import { Bell } from './bell.svelte.ts';
import { lineApi } from './line-api.ts';
import { LineMemory } from './line-memory.ts';
import { LineTeller } from './line-teller.ts';
import { letsIn, type LineView } from './line-view.ts';
import { LineWatch, type Trouble } from './line-watch.ts';
import TurnBand from './TurnBand.svelte';
import { withSample, type DoorSample } from './wait-estimate.ts';
import WaitingPage from './WaitingPage.svelte';
import { wakeUps } from './wake-up.ts';

/** My place in the line of an event with a waiting room, as its pages show it. */
export class MyLine {
  /** The page in the hall's place; here, so that only those fetch it who need it. */
  readonly Page = WaitingPage;
  /** What stands above the hall while my turn lasts. */
  readonly Band = TurnBand;

  view = $state.raw<LineView>({ is: 'asking', number: undefined });
  status = $state.raw<LineStatus | undefined>();
  trouble = $state<Trouble>(null);
  heardAt = $state<number>();
  /** How the doors moved, for whoever reckons how long it takes. */
  samples = $state.raw<readonly DoorSample[]>([]);
  /** How far this device is with the calculation that lining up takes: 0 to 1; undefined: it does none. */
  proving = $state<number | undefined>();
  /** Something that I do is on its way. */
  busy = $state(false);
  /** The moment in which the turn came is over: the hall is shown. */
  private hasEntered = $state(false);
  readonly letsIn = $derived(letsIn(this.view) && (this.view.is === 'open' || this.hasEntered));
  readonly teller = new LineTeller();
  readonly bell = new Bell();

  private readonly memory: LineMemory;
  private readonly watch: LineWatch;
  private readonly timers = wakeUps();
  private readonly stopped = new AbortController();
  private readonly stopListening: () => void;

  /**
   * @param turnMs how long a turn lasts, as the event says
   * @param onDoor told when the hall is to be shown, and when not any more
   */
  constructor(
    event: string,
    turnMs: () => number | undefined,
    private readonly onDoor: (letsIn: boolean) => void,
  ) {
    this.memory = new LineMemory(event, storageIfAllowed());
    this.watch = new LineWatch({
      api: lineApi(event),
      memory: this.memory,
      now: () => performance.now(),
      random: Math.random,
      isOnline: () => navigator.onLine,
      turnMs,
      after: (ms, then) => this.timers.after(ms, then),
      prove: (challenge, bits) => this.prove(challenge, bits),
      onChange: () => this.changed(),
      onPass: (pass) => (passes[event] = pass),
    });
    this.stopListening = onTabNews((news) => {
      if (news.event === event && news.what === 'reserved') this.used();
    });
    addEventListener('online', this.cameBack);
    addEventListener('offline', this.cameBack);
    addEventListener('storage', this.otherTabWrote);
    document.addEventListener('visibilitychange', this.cameBack);
    this.watch.start();
  }

  stop(): void {
    removeEventListener('online', this.cameBack);
    removeEventListener('offline', this.cameBack);
    removeEventListener('storage', this.otherTabWrote);
    document.removeEventListener('visibilitychange', this.cameBack);
    this.stopListening();
    this.stopped.abort();
    this.watch.stop();
    this.timers.stop();
    this.bell.stop();
  }

  /** When the sale opens, or the line forms, on this page's clock. */
  momentOf(iso: string | null | undefined): number | undefined {
    return this.watch.momentOf(iso ?? null);
  }

  get aheadAtFirst(): number | undefined {
    const kept = this.memory.get();
    return kept === undefined || kept === 'left' ? undefined : kept.aheadAtFirst;
  }

  /** The fingerprint that this device was shown before the opening. */
  get seedHashBefore(): string | undefined {
    const kept = this.memory.get();
    return kept === undefined || kept === 'left' ? undefined : kept.seedHash;
  }

  /** Goes into the hall. */
  enter(): void {
    if (this.view.is !== 'inside') return;
    this.hasEntered = true;
    this.onDoor(true);
  }

  leave(): Promise<Outcome<undefined>> {
    return this.doing(() => this.watch.leave());
  }

  rejoin(): Promise<Outcome<undefined>> {
    return this.doing(() => this.watch.rejoin());
  }

  look(): void {
    void this.watch.look({ anew: true });
  }

  used(): void {
    this.watch.mine.used();
  }

  turnedAway(): void {
    this.watch.turnedAway();
  }

  private async prove(challenge: string, bits: number): Promise<string | undefined> {
    this.proving = 0;
    try {
      const { proveWork, shareOf } = await import('./prove-work.ts');
      const onTries = (tries: number) => (this.proving = shareOf(tries, bits));
      return await proveWork(challenge, bits, onTries, this.stopped.signal);
    } finally {
      this.proving = undefined;
    }
  }

  private async doing(act: () => Promise<Outcome<undefined>>): Promise<Outcome<undefined>> {
    this.busy = true;
    const outcome = await act();
    this.busy = false;
    return outcome;
  }

  private changed(): void {
    const { watch, view: before } = this;
    const { view, status } = watch;
    this.view = view;
    this.trouble = watch.trouble;
    if (status && watch.heardAt !== this.heardAt) {
      this.samples = withSample(this.samples, {
        atMs: watch.heardAt ?? 0,
        serving: status.serving_number,
      });
    }
    this.status = status;
    this.heardAt = watch.heardAt;
    const wasShown = before.is === 'open' || (before.is === 'inside' && this.hasEntered);
    if (view.is !== 'inside') this.hasEntered = false;
    // After a reload one goes on where one was; only who has waited here sees the turn come.
    else if (before.is === 'asking' || before.is === 'open') this.hasEntered = true;
    if (this.letsIn !== wasShown) this.onDoor(this.letsIn);
  }

  private readonly cameBack = () => {
    if (document.visibilityState === 'visible') void this.watch.look();
  };

  private readonly otherTabWrote = ({ key }: StorageEvent) => {
    if (key === this.memory.key || key === null) this.watch.heardOfTab();
  };
}

function storageIfAllowed(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
