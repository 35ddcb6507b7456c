import type { Locator, Page } from '@playwright/test';
import { expect } from './expect.ts';
import { placeOf } from './plans.ts';

interface Camera {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** The picture of a large hall, and what a finger does on it. */
export class SeatMapView {
  constructor(private readonly page: Page) {}

  get map(): Locator {
    return this.page.getByTestId('seat-map');
  }

  get frame(): Locator {
    return this.page.getByTestId('map-frame');
  }

  async expectReady(): Promise<void> {
    await expect(this.map).toHaveAttribute('data-ready', 'true');
    await expect(this.page.getByTestId('price-legend')).toBeVisible();
  }

  /** Where the hall stands, once it stands still. */
  async camera(): Promise<Camera> {
    let last = '';
    await expect(async () => {
      const now = (await this.frame.getAttribute('data-camera')) ?? '';
      const before = last;
      last = now;
      expect(now).not.toBe('');
      expect(now).toBe(before);
    }).toPass({ intervals: [250] });
    return JSON.parse(last) as Camera;
  }

  /** Comes closer to a seat: with a tap on a hall that is far away, or with the wheel. */
  async closeTo(seatId: number): Promise<void> {
    const { k } = await this.camera();
    if (await this.isTouched()) await this.tap(seatId);
    else {
      const at = await this.onScreen(seatId);
      await this.page.mouse.move(at.x, at.y);
      await this.page.mouse.wheel(0, -400);
    }
    await expect.poll(async () => (await this.camera()).k).toBeGreaterThan(k);
  }

  async tap(seatId: number): Promise<void> {
    const { x, y } = placeOf(seatId);
    await this.tapAt(x, y);
  }

  /** One right after the other, as quickly as for a double tap. */
  async tapQuickly(...seatIds: readonly number[]): Promise<void> {
    const points = await Promise.all(seatIds.map((id) => this.onScreen(id)));
    for (const point of points) await this.tapScreen(point);
  }

  /** Taps on a place of the hall. */
  async tapAt(hallX: number, hallY: number): Promise<void> {
    await this.frame.scrollIntoViewIfNeeded();
    const camera = await this.camera();
    const box = await this.box();
    await this.tapScreen({ x: box.x + hallX * camera.k + camera.x, y: box.y + hallY * camera.k + camera.y });
  }

  private async tapScreen({ x, y }: { readonly x: number; readonly y: number }): Promise<void> {
    if (await this.isTouched()) await this.page.touchscreen.tap(x, y);
    else await this.page.mouse.click(x, y);
  }

  /** The colour that is drawn at the upper edge of a seat, where neither number nor sign is. */
  async colorOf(seatId: number): Promise<string> {
    const { k } = await this.camera();
    const at = await this.pointOf(seatId);
    // A little below the headrest's pattern, beside the number.
    const point = { x: at.x - k * 25 * 0.3, y: at.y + k * 25 * 0.28 };
    return this.frame.locator('canvas').evaluate((element, { x, y }) => {
      const canvas = element as HTMLCanvasElement;
      const ratio = canvas.width / canvas.clientWidth;
      const [red, green, blue] = canvas.getContext('2d')?.getImageData(x * ratio, y * ratio, 1, 1).data ?? [];
      return `${red},${green},${blue}`;
    }, point);
  }

  private isTouched(): Promise<boolean> {
    return this.page.evaluate(() => navigator.maxTouchPoints > 0);
  }

  private async onScreen(seatId: number): Promise<{ x: number; y: number }> {
    await this.frame.scrollIntoViewIfNeeded();
    const [box, at] = [await this.box(), await this.pointOf(seatId)];
    return { x: box.x + at.x, y: box.y + at.y };
  }

  private async pointOf(seatId: number): Promise<{ x: number; y: number }> {
    const { k, x, y } = await this.camera();
    const place = placeOf(seatId);
    return { x: place.x * k + x, y: place.y * k + y };
  }

  private async box(): Promise<{ x: number; y: number }> {
    const box = await this.frame.boundingBox();
    if (!box) throw new Error('there is no map');
    return box;
  }
}
