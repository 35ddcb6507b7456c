import type { LineView } from './line-view.ts';

/** What a screen reader hears. */
export type Telling =
  | { readonly say: 'view'; readonly view: LineView }
  | { readonly say: 'ahead'; readonly ahead: number }
  /** Before the opening. */
  | { readonly say: 'opens_in'; readonly seconds: number }
  /** Inside. */
  | { readonly say: 'left'; readonly seconds: number }
  | { readonly say: 'trouble' | 'fine_again' };

export interface TellerInput {
  readonly view: LineView;
  readonly nowMs: number;
  /** Until the opening, or until my turn ends; undefined where there is no such end. */
  readonly msLeft: number | undefined;
  readonly isTroubled: boolean;
}

/** While one waits, the place is told again after so long, if it has changed… */
const AGAIN_MS = 60_000;
/** …and more often near the end. */
const NEAR_AHEAD = 10;
const NEAR_AGAIN_MS = 20_000;
const OPENING_TOLD_SECONDS = [600, 300, 60, 10];
const TURN_TOLD_SECONDS = [300, 60, 30, 10];
/** A break in the line that heals by itself is no news. */
const TROUBLE_AFTER_MS = 6_000;

/**
 * Decides what is said aloud, and when. What one sees changes every second or two; read out like that it would
 * drown everything else, and say nothing.
 */
export class LineTeller {
  private lastIs: LineView['is'] | undefined;
  private lastAhead: number | undefined;
  private lastAheadAtMs = 0;
  private lastSeconds: number | undefined;
  private troubledSinceMs: number | undefined;
  private troubleIsTold = false;

  /** What is to be said now; nothing, nearly always. */
  next(input: TellerInput): Telling | undefined {
    const { view } = input;
    if (view.is !== this.lastIs) {
      this.lastIs = view.is;
      this.lastSeconds = seconds(input.msLeft);
      this.noteAhead(view, input.nowMs);
      // That the page asks goes without saying: the answer is what counts.
      return view.is === 'asking' || view.is === 'open' ? undefined : { say: 'view', view };
    }
    return this.trouble(input) ?? this.ahead(input) ?? this.time(input);
  }

  private noteAhead(view: LineView, nowMs: number): void {
    this.lastAhead = 'ahead' in view ? view.ahead : undefined;
    this.lastAheadAtMs = nowMs;
  }

  private ahead({ view, nowMs }: TellerInput): Telling | undefined {
    if (view.is !== 'waiting' || view.ahead === this.lastAhead) return undefined;
    const again = view.ahead <= NEAR_AHEAD ? NEAR_AGAIN_MS : AGAIN_MS;
    if (nowMs - this.lastAheadAtMs < again && view.ahead > 0) return undefined;
    this.noteAhead(view, nowMs);
    return { say: 'ahead', ahead: view.ahead };
  }

  private time({ view, msLeft }: TellerInput): Telling | undefined {
    const now = seconds(msLeft);
    const before = this.lastSeconds;
    this.lastSeconds = now;
    if (now === undefined || before === undefined) return undefined;
    const marks = view.is === 'inside' ? TURN_TOLD_SECONDS : OPENING_TOLD_SECONDS;
    // A page in the background ticks rarely: of marks that were passed at once only the last is true.
    const passed = marks.filter((mark) => now <= mark && before > mark).at(-1);
    if (passed === undefined || now === 0) return undefined;
    return { say: view.is === 'inside' ? 'left' : 'opens_in', seconds: passed };
  }

  private trouble({ isTroubled, nowMs }: TellerInput): Telling | undefined {
    if (!isTroubled) {
      this.troubledSinceMs = undefined;
      if (!this.troubleIsTold) return undefined;
      this.troubleIsTold = false;
      return { say: 'fine_again' };
    }
    this.troubledSinceMs ??= nowMs;
    if (this.troubleIsTold || nowMs - this.troubledSinceMs < TROUBLE_AFTER_MS) return undefined;
    this.troubleIsTold = true;
    return { say: 'trouble' };
  }
}

const seconds = (ms: number | undefined) =>
  ms === undefined ? undefined : Math.max(0, Math.ceil(ms / 1000));
