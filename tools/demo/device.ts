import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, CDPSession, Locator, Page } from '@playwright/test';

export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

export const PHONE: ScreenSize = { width: 375, height: 720 };
export const DESKTOP: ScreenSize = { width: 1080, height: 720 };

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

/** A phone or a desktop computer whose screen is filmed. */
export class Device {
  /** As they came in; pictures that the browser sends may arrive late. */
  readonly frames: Frame[] = [];
  private session: CDPSession | undefined;

  private constructor(
    readonly page: Page,
    readonly size: ScreenSize,
    private readonly folder: string,
  ) {}

  static async switchOn(
    browser: Browser,
    folder: string,
    size: ScreenSize,
    options: BrowserContextOptions,
  ): Promise<Device> {
    const isMobile = size.width < 600;
    const context = await browser.newContext({ viewport: size, isMobile, hasTouch: isMobile, ...options });
    await context.addInitScript(showTouches);
    return new Device(await context.newPage(), size, folder);
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

  /** With a finger, or with the mouse where there is no touch screen. */
  tap(testId: string): Promise<void> {
    return this.press(this.at(testId));
  }

  async press(what: Locator): Promise<void> {
    if (this.size.width < 600) await what.tap();
    else await what.click();
  }

  async type(testId: string, text: string): Promise<void> {
    await this.tap(testId);
    await this.page.keyboard.type(text, { delay: TYPE_EVERY_MS });
  }
}
