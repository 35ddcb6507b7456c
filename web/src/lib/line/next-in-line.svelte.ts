import type { LineInput, PlaceInLine, ReservationCancelledByOrganiser, SeatChange } from '@jari/contract';
import { isPassing, reasonOf } from '@jari/client/outcome';
import { Retry } from '@jari/client/retry';
import { announcer } from '#lib/app/announcer.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import type { Hall } from '#lib/hall/hall.svelte.ts';
import { explain } from '#lib/i18n/explain.ts';
import { lineWords } from '#lib/i18n/line.ts';
import { backoffMs } from '@jari/client/backoff';
import { openStream } from '#lib/realtime/open-stream.ts';
import type { SseMessage } from '@jari/client/sse-parser';
import LineBand from './LineBand.svelte';
import { myStreamPath, seatLineApi } from './seat-line-api.ts';

/** The server's heartbeat is 15 s; a line that is silent for longer than two of them is dead. */
const SILENCE_MAX_MS = 35_000;
const LOOK_SOON_MS = 2_000;

/**
 * My places in line in one event. As long as there are any, the server's stream about me is open, also while the page
 * is hidden: whoever waits has gone to another tab. It only draws attention; what is true is asked, at the beginning,
 * after every break and whenever something is told.
 */
export class NextInLine {
  readonly Band = LineBand;
  places = $state.raw<readonly PlaceInLine[]>([]);
  /** What was held for me out of the line, until it is mine no more. */
  private offeredIds = $state.raw<readonly number[]>([]);
  /** Places that I have given up: with them nothing was offered. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- bookkeeping that no page depends on
  private readonly givenUp = new Set<number>();
  private isWatching = false;
  private isStopped: boolean;
  private abort: AbortController | undefined;
  private lookTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly retry = new Retry();

  constructor(private readonly hall: Hall) {
    // One may still be asked for by a notice that stands longer than the page of the hall.
    this.isStopped = hall.isStopped;
  }

  /** The seats that have been offered and are held still. */
  get offered(): readonly number[] {
    const held = this.hall.mine.hold?.seatIds ?? [];
    return this.offeredIds.filter((id) => held.includes(id));
  }

  stop(): void {
    this.isStopped = true;
    this.abort?.abort();
    clearTimeout(this.lookTimer);
    this.retry.cancel();
  }

  placeFor(seatId: number): PlaceInLine | undefined {
    return this.places.find(({ seat_ids: ids }) => ids?.includes(seatId));
  }

  /** What a place is for, in words. */
  nameOf({ seat_ids: ids, best_available: best }: LineInput | PlaceInLine): string {
    if (ids) return this.hall.labels(ids);
    return lineWords.t.best(best?.quantity ?? 1, best?.category ?? '');
  }

  async stand(wish: LineInput): Promise<void> {
    const { event, mine } = this.hall;
    const name = this.nameOf(wish);
    const outcome = await mine.act(() => seatLineApi.stand(event, wish));
    if (outcome.ok) {
      const { entry, place, seat_ids, best_available } = outcome.value;
      this.know({ entry, place, seat_ids, best_available });
      await this.look();
      // A server that has not heard of it yet does not list it; where it was offered already it is to be seen.
      if (this.offered.length === 0) this.know({ entry, place, seat_ids, best_available });
      if (this.places.length > 0) void this.watch();
      const title = lineWords.t.stood(name, outcome.value.place);
      return toasts.show({ tone: 'plain', title, detail: lineWords.t.stoodAdvice });
    }
    const { title, advice } = explain(outcome.failure);
    // They may stand there all the same, and may have been offered it.
    if (outcome.failure.kind === 'unreachable')
      void Promise.all([this.look(), mine.refresh({ quietly: true })]);
    const isTooMuch = reasonOf(outcome.failure) === 'limit_exceeded';
    const detail = isTooMuch ? lineWords.t.tooMany : `${title} ${advice}`;
    toasts.show({ tone: 'warning', title: lineWords.t.couldNot(name), detail });
  }

  /** A place that is known is watched also where no look tells of it, and missed once it is gone. */
  private know(mine: PlaceInLine): void {
    if (!this.places.some(({ entry }) => entry === mine.entry)) this.places = [...this.places, mine];
  }

  async leave(place: PlaceInLine): Promise<void> {
    const name = this.nameOf(place);
    // Already now: a look may be quicker than the answer, or the answer be lost.
    this.givenUp.add(place.entry);
    const outcome = await seatLineApi.leave(this.hall.event, place.entry);
    if (outcome.ok) {
      this.places = this.places.filter(({ entry }) => entry !== place.entry);
      announcer.say(lineWords.t.left(name));
    } else toasts.show({ tone: 'warning', ...asToast(explain(outcome.failure)) });
    await this.look();
    // Whoever stands there still may be offered something.
    if (!outcome.ok) this.givenUp.delete(place.entry);
  }

  /** A line has become longer or shorter. Who may have moved up asks; not all who wait in one moment. */
  note({ seat_id: seatId, change }: NonNullable<SeatChange['line']>): void {
    const isMine = this.places.some(({ seat_ids: ids }) => (ids?.[0] ?? null) === seatId);
    if (change > 0 || !isMine || this.isStopped) return;
    this.lookTimer ??= setTimeout(
      () => {
        this.lookTimer = undefined;
        void this.look();
      },
      LOOK_SOON_MS * (0.5 + Math.random()),
    );
  }

  /** Asks where I stand and what I hold. A place that is gone while I hold something was offered. */
  async look(): Promise<void> {
    const { event, mine } = this.hall;
    this.retry.cancel();
    const outcome = await seatLineApi.mine(event);
    if (this.isStopped) return;
    if (!outcome.ok) {
      // Without a place that is known no stream is open, and nothing else would ask.
      if (isPassing(outcome.failure)) this.retry.later(() => void this.look());
      return;
    }
    this.retry.reset();
    const { places } = outcome.value;
    const gone = this.places.filter(
      ({ entry }) => !this.givenUp.has(entry) && !places.some((place) => place.entry === entry),
    );
    this.places = places;
    if (gone.length > 0) await mine.refresh({ quietly: true });
    const held = mine.hold?.seatIds ?? [];
    const isOffered = gone.some(({ seat_ids: ids }) => !ids || ids.every((id) => held.includes(id)));
    if (isOffered && held.length > 0) {
      this.offeredIds = held;
      announcer.say(lineWords.t.offered(this.hall.labels(held)));
    }
    if (places.length > 0) void this.watch();
    else this.abort?.abort();
  }

  private async watch(): Promise<void> {
    if (this.isWatching) return;
    this.isWatching = true;
    let failures = 0;
    while (this.places.length > 0 && !this.isStopped) {
      const abort = (this.abort = new AbortController());
      let isAlive = false;
      // From the beginning: of a line that is dead already nothing would ever be heard.
      let silence = setTimeout(() => abort.abort(), SILENCE_MAX_MS);
      await openStream(myStreamPath(this.hall.event), {
        position: undefined,
        signal: abort.signal,
        onMessage: (message) => this.hear(message),
        onSignOfLife: () => {
          clearTimeout(silence);
          silence = setTimeout(() => abort.abort(), SILENCE_MAX_MS);
          if (isAlive) return;
          isAlive = true;
          failures = 0;
          void this.look();
        },
      }).catch(() => undefined);
      clearTimeout(silence);
      if (this.isStopped) break;
      failures += 1;
      await new Promise((resolve) => setTimeout(resolve, backoffMs(failures, Math.random)));
      // Also when no stream can be had: then this is how it is found out.
      if (this.places.length > 0) await this.look();
    }
    this.isWatching = false;
  }

  private hear({ event, data }: SseMessage): void {
    if (event === 'offered') void this.look();
    // Why it is gone is asked wherever a hold is lost, and stands where it was shown.
    if (event === 'hold_ended_by_organiser') void this.hall.mine.refresh();
    if (event !== 'reservation_cancelled_by_organiser') return;
    const told = JSON.parse(data) as ReservationCancelledByOrganiser;
    const title = lineWords.t.cancelledByOrganiser(this.hall.labels(told.seat_ids));
    toasts.show({ tone: 'warning', title, ...(told.reason ? { detail: told.reason } : {}) });
    void this.hall.mine.refresh({ quietly: true });
  }
}

/** One for each hall, made when it is first wanted. */
export function nextInLine(hall: Hall): NextInLine {
  return (hall.next ??= new NextInLine(hall));
}

/** Somebody waits in this hall: perhaps it is me, from before a reload or from another device. */
export async function lookInLine(hall: Hall): Promise<void> {
  if (!hall.isStopped) await nextInLine(hall).look();
}

function asToast({ title, advice }: { readonly title: string; readonly advice: string }) {
  return { title, detail: advice };
}
