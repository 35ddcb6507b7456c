import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, CDPSession, Locator, Page } from '@playwright/test';

export const SCREEN = { width: 375, height: 720 } as const;

/** A picture of the screen, shown from this moment (epoch seconds) until the next one. */
export interface Frame {
  readonly file: string;
  readonly at: number;
}

const TYPE_EVERY_MS = 55;

/** Shows where a finger touches; the style is set by script because the page's policy allows no inline styles. */
const showTouches = `addEventListener('pointerdown', ({ clientX, clientY }) => {
  const dot = document.createElement('div');
  Object.assign(dot.style, {
    position: 'fixed', zIndex: 99, left: clientX - 24 + 'px', top: clientY - 24 + 'px', width: '48px',
    height: '48px', borderRadius: '50%', background: 'rgb(255 190 90 / 0.55)',
    border: '3px solid rgb(255 255 255 / 0.9)', boxSizing: 'border-box', pointerEvents: 'none',
  });
  document.body.append(dot);
  dot.animate([{ transform: 'scale(0.5)' }, { transform: 'scale(1)' }, { transform: 'scale(1.3)', opacity: 0 }],
    { duration: 700, fill: 'forwards' }).finished.then(() => dot.remove());
}, true);`;

/** A phone whose screen is filmed. */
export class Phone {
  /** As they came in; pictures that the browser sends may arrive late. */
  readonly frames: Frame[] = [];
  private session: CDPSession | undefined;

  private constructor(
    readonly page: Page,
    private readonly folder: string,
  ) {}

  static async switchOn(browser: Browser, folder: string, options: BrowserContextOptions): Promise<Phone> {
    const context = await browser.newContext({
      viewport: SCREEN,
      isMobile: true,
      hasTouch: true,
      ...options,
    });
    await context.addInitScript(showTouches);
    return new Phone(await context.newPage(), folder);
  }

  /** The browser sends a picture whenever something on the screen has changed. */
  async startFilming(): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    this.session = session;
    session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
      const file = join(this.folder, `${String(this.frames.length).padStart(5, '0')}.jpg`);
      writeFileSync(file, Buffer.from(data, 'base64'));
      this.frames.push({ file, at: metadata.timestamp ?? Date.now() / 1000 });
      void session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
    });
    await session.send('Page.startScreencast', { format: 'jpeg', quality: 92, everyNthFrame: 1 });
  }

  /** Takes a picture by hand: a busy browser leaves out the last one after a movement. */
  async snap(): Promise<void> {
    const file = join(this.folder, `by-hand-${this.frames.length}.jpg`);
    await this.page.screenshot({ path: file, type: 'jpeg', quality: 92, scale: 'css' });
    this.frames.push({ file, at: Date.now() / 1000 });
  }

  async stopFilming(): Promise<void> {
    await this.session?.send('Page.stopScreencast');
  }

  at(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  tap(testId: string): Promise<void> {
    return this.at(testId).tap();
  }

  async type(testId: string, text: string): Promise<void> {
    await this.tap(testId);
    await this.page.keyboard.type(text, { delay: TYPE_EVERY_MS });
  }
}
