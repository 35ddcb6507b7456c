import type { PlanDocument } from '@jari/contract';
import type { Locator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { enterConsole } from './console.ts';
import { expect } from './expect.ts';

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Somebody who draws a hall: with the mouse, in the units of the hall. */
export class HallEditor {
  constructor(
    readonly page: Page,
    private readonly url: string,
  ) {}

  async open(path = '/admin/plans/new'): Promise<this> {
    await enterConsole(this.page, this.url, path);
    await this.expectOpen();
    return this;
  }

  async expectOpen(): Promise<void> {
    await expect(this.sheet).toHaveAttribute('data-camera', /./);
    await expect(this.page).toHaveURL(/draft=/);
  }

  get sheet(): Locator {
    return this.page.getByTestId('sheet');
  }

  get selected(): Locator {
    return this.page.getByTestId('selected');
  }

  async use(tool: string): Promise<void> {
    await this.page.getByTestId(`tool-${tool}`).click();
  }

  async drag(from: Spot, to: Spot): Promise<void> {
    const [start, end] = [await this.onScreen(from), await this.onScreen(to)];
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2);
    await this.page.mouse.move(end.x, end.y);
    await this.page.mouse.up();
  }

  async click(at: Spot): Promise<void> {
    const { x, y } = await this.onScreen(at);
    await this.page.mouse.click(x, y);
  }

  async panel(name: 'properties' | 'outline' | 'hall' | 'findings'): Promise<void> {
    await this.page.getByTestId(`panel-${name}`).click();
  }

  async fill(field: string, value: string): Promise<void> {
    const input = this.page.getByTestId(field);
    await input.fill(value);
    await input.blur();
  }

  async expectSeats(count: number): Promise<void> {
    await expect(this.page.getByTestId('seat-count')).toHaveText(
      new RegExp(`^${count.toLocaleString('en')} seats?$`),
    );
  }

  /** What is drawn is written down on this device. */
  async expectKept(): Promise<void> {
    await expect(this.page.getByTestId('draft-state')).toHaveAttribute('data-state', 'kept');
  }

  /** The plan as the file that is downloaded has it. */
  async exported(): Promise<PlanDocument> {
    await this.page.getByTestId('export').click();
    const downloading = this.page.waitForEvent('download');
    await this.page.getByTestId('export-jari').click();
    return JSON.parse(readFileSync(await (await downloading).path(), 'utf8')) as PlanDocument;
  }

  private async onScreen({ x, y }: Spot): Promise<Spot> {
    const box = await this.sheet.boundingBox();
    const camera = JSON.parse((await this.sheet.getAttribute('data-camera')) ?? '{}') as Spot & { k: number };
    return { x: (box?.x ?? 0) + x * camera.k + camera.x, y: (box?.y ?? 0) + y * camera.k + camera.y };
  }
}
