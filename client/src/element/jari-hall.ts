import type { EventDetails, SeatChange } from '@jari/contract';
import { EventWatch } from '../event-watch.ts';
import type { Connection } from '../hall-sync.ts';
import { LiveHall } from '../live-hall.ts';
import type { Failure } from '../outcome.ts';
import { sharedEmbeddedApi, type EmbeddedApi } from './embedded-api.ts';
import { drawnPlan, gridPlan, type HallPlan } from './hall-plan.ts';
import { HallScreen } from './hall-screen.ts';
import { describeHold, type HoldDetail } from './hold-detail.ts';
import { MyHold, type Ended } from './my-hold.ts';
import { untilNextLookMs } from './next-look.ts';
import { newKey } from '../new-key.ts';
import { style } from './style.ts';
import type { Lang } from './words.ts';

/** What `jari-release` says: the token is good for nothing more. `reserved`: because the shop has reserved them. */
export interface ReleaseDetail {
  readonly event: string;
  readonly why: Ended;
}

/** What `jari-error` says; the visitor has been told already. `reason` as in the API, or `unreachable`. */
export interface ErrorDetail {
  readonly event: string;
  readonly reason: string;
  readonly detail: string;
  readonly retryable: boolean;
}

/**
 * `<jari-hall event="…" api="https://…" lang="ko|en">`: a hall within any page whose origin the server lists. It tells
 * the page by events that bubble: `jari-hold`, `jari-release`, `jari-error`.
 */
export class JariHallElement extends HTMLElement {
  static readonly observedAttributes = ['event', 'api', 'lang'];
  private stopped = new AbortController();
  private readonly root = this.attachShadow({ mode: 'open' });

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    this.root.adoptedStyleSheets = [sheet];
  }

  connectedCallback(): void {
    this.restart();
  }

  disconnectedCallback(): void {
    this.stopped.abort();
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (this.isConnected && before !== now) this.restart();
  }

  private restart(): void {
    this.stopped.abort();
    this.stopped = new AbortController();
    void this.run(this.stopped.signal);
  }

  private async run(signal: AbortSignal): Promise<void> {
    const event = this.getAttribute('event') ?? 'default';
    const server = (this.getAttribute('api') ?? '').replace(/\/$/, '');
    const { api, openStream } = sharedEmbeddedApi(server, storageOf());
    const screen = new HallScreen(this.root, languageOf(this), `${server}/events/${event}`);
    screen.waiting();
    const failed = (failure: Failure) => {
      screen.failed(failure, () => this.restart());
      this.tell<ErrorDetail>('jari-error', { event, ...describe(failure) });
    };

    const details = await api.event(event);
    if (signal.aborted) return;
    if (!details.ok) return failed(details.failure);
    if (details.value.waiting_room !== null) return screen.elsewhere();
    if (details.value.sale !== 'open') return this.awaitSale(screen, details.value, signal);
    const plan = await loadPlan(api, details.value);
    if (signal.aborted) return;
    if ('kind' in plan) return failed(plan);

    const watch = new EventWatch({
      ask: () => api.event(event),
      shown: () => details.value,
      onDetails: () => undefined,
      onOtherHall: () => this.restart(),
    });
    let mine: MyHold | undefined = undefined;
    const hall = new LiveHall({
      api,
      event,
      openStream,
      isLarge: !plan.isDrawn,
      onChanges: (changes: readonly SeatChange[]) => {
        const before = mine?.hold?.seatIds ?? [];
        mine?.noteChanges(changes);
        screen.show(before);
      },
      onLoaded: ({ anew }) => {
        screen.show([]);
        if (!anew) return;
        void mine?.ask();
        void watch.look();
      },
      onConnection: (connection: Connection) => screen.connected(connection),
      onFailure: failed,
    });
    const own: MyHold = new MyHold({
      api,
      event,
      newKey,
      changed: () => screen.show([]),
      held: (hold, holdToken) => {
        screen.calm();
        this.tell<HoldDetail>('jari-hold', {
          event,
          holdToken,
          ...describeHold(hold, plan, details.value, performance.now()),
        });
      },
      ended: (why) => {
        screen.ended(why);
        this.tell<ReleaseDetail>('jari-release', { event, why });
      },
      failed: (failure) => {
        screen.refused(failure);
        this.tell<ErrorDetail>('jari-error', { event, ...describe(failure) });
      },
    });
    mine = own;
    screen.open({ plan, details: details.value, states: hall.states, mine: own });
    hall.start();
    const ticking = setInterval(() => screen.tick(), 500);
    signal.addEventListener('abort', () => {
      clearInterval(ticking);
      watch.stop();
      hall.stop();
      own.stop();
    });
    await own.ask();
  }

  /** Begins anew when the sale does. */
  private awaitSale(screen: HallScreen, details: EventDetails, signal: AbortSignal): void {
    screen.notOnSale(details.sale);
    const waitMs = untilNextLookMs(details);
    if (waitMs === undefined) return;
    const timer = setTimeout(() => this.restart(), waitMs);
    signal.addEventListener('abort', () => clearTimeout(timer));
  }

  private tell<D>(name: string, detail: D): void {
    this.dispatchEvent(new CustomEvent<D>(name, { detail, bubbles: true, composed: true }));
  }
}

type Api = EmbeddedApi['api'];

async function loadPlan(api: Api, details: EventDetails): Promise<HallPlan | Failure> {
  const { hall, plan } = details;
  if (plan === null) return gridPlan(hall?.rows ?? 0, hall?.seats_per_row ?? 0, details);
  const drawing = await api.plan(plan.id);
  return drawing.ok ? drawnPlan(drawing.value, details) : drawing.failure;
}

function describe(failure: Failure): Omit<ErrorDetail, 'event'> {
  if (failure.kind === 'unreachable')
    return { reason: 'unreachable', detail: failure.because, retryable: true };
  const { reason, detail, retryable } = failure.problem;
  return { reason, detail, retryable };
}

function languageOf(element: HTMLElement): Lang {
  const given = element.closest('[lang]')?.getAttribute('lang') ?? navigator.language;
  return given.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

/** Even to name it is forbidden in some pages. */
function storageOf(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
