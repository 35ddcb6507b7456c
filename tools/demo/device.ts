import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, CDPSession, Locator, Page } from '@playwright/test';
import { showMouse, showTouches, standInCamera } from './page-scripts.ts';

export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

export const PHONE: ScreenSize = { width: 375, height: 720 };
/** So wide that the console has two columns, and room in both. */
export const DESKTOP: ScreenSize = { width: 1280, height: 720 };

/** A picture of the screen, shown from this moment (epoch seconds) until the next one. */
export interface Frame {
  readonly file: string;
  readonly at: number;
}

const TYPE_EVERY_MS = 55;
/** How long the mouse takes to where it presses. */
const GLIDE_MS = 280;

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
    await context.addInitScript(isMobile ? standInCamera : showMouse);
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
    if (this.size.width < 600) return what.tap();
    await what.hover();
    await sleep(GLIDE_MS);
    await what.click();
  }

  /** Holds a picture before the camera that stands in for this phone's; undefined takes it away. */
  async showToCamera(picture: Buffer | undefined): Promise<void> {
    await this.page.evaluate(`demoCamera(${JSON.stringify(picture?.toString('base64') ?? null)})`);
  }

  type(testId: string, text: string): Promise<void> {
    return this.write(this.at(testId), text);
  }

  async write(where: Locator, text: string): Promise<void> {
    await this.press(where);
    await this.page.keyboard.type(text, { delay: TYPE_EVERY_MS });
  }
}
