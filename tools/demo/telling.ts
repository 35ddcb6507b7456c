import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type BrowserContextOptions, type Locator } from '@playwright/test';
import type { Theatre } from '../../web/e2e/support/theatre.ts';
import type { Device, ScreenSize } from './device.ts';
import type { GifSize } from './film.ts';

export interface Span {
  /** Epoch seconds. */
  readonly from: number;
  readonly to: number;
}

/** What has happened, for whoever cuts the film. */
export interface Told extends Span {
  readonly captions: readonly { readonly at: number; readonly words: string }[];
  /** Where nothing was to be seen but a busy machine: left out of the film. */
  readonly cuts: readonly Span[];
}

/** A film: which screens it shows, and what happens on them, at a real server. */
export interface Story {
  readonly name: string;
  readonly screens: readonly { readonly size: ScreenSize; readonly context: BrowserContextOptions }[];
  /** Settings of the server. */
  readonly env: Readonly<Record<string, string>>;
  /** How the GIF is made smaller; a film of large screens needs it. */
  readonly gif?: GifSize;
  readonly play: (theatre: Theatre, devices: readonly Device[]) => Promise<Told>;
}

const now = () => Date.now() / 1000;
export const WITHIN = { timeout: 30_000 };

/** Tells a story in captions and waits, and keeps what is to be cut out. The pauses are for the viewer. */
export class Telling {
  private readonly captions: { at: number; words: string }[] = [];
  private readonly cuts: Span[] = [];
  private from = now();

  /** What was before is not in the film. */
  begin(): void {
    this.from = now();
  }

  end(): Told {
    return { from: this.from, to: now(), captions: this.captions, cuts: this.cuts };
  }

  /** Shows words until the next ones. */
  say(words: string): void {
    this.captions.push({ at: now(), words });
  }

  async tell(words: string, seconds: number): Promise<void> {
    this.say(words);
    await sleep(seconds * 1000);
  }

  /** Waits for what comes; the film shows no more than so many seconds of it. */
  async wait(seconds: number, what: Promise<unknown>): Promise<void> {
    const shownUntil = now() + seconds;
    await what;
    if (now() > shownUntil) this.cuts.push({ from: shownUntil, to: now() });
  }

  /** Leaves out all of what is done here. */
  async unseen(what: () => Promise<unknown>): Promise<void> {
    const from = now();
    await what();
    this.cuts.push({ from, to: now() });
  }

  async see(device: Device, what: Locator): Promise<void> {
    await this.wait(1.2, expect(what).toBeVisible(WITHIN));
    // After what still moves has come to rest.
    await this.wait(
      0.4,
      sleep(300).then(() => device.snap()),
    );
  }
}
