import AxeBuilder from '@axe-core/playwright';
import type { LineStatus } from '@jari/contract';
import { expect, test } from './support/test.ts';
import { bandOf, come, expectState, inMs, openRoom } from './support/waiting-room.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to object to in the waiting room, and nothing is too wide, ${colorScheme}`, async ({
    theatre,
    newVisitor,
  }) => {
    const event = await openRoom(theatre, { room: { order: 'shuffle' }, sale_opens_at: inMs(600_000) });
    const visitor = await newVisitor({
      event,
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width: 320, height: 640 },
    });
    const { page } = visitor;
    // A state that only a broken Redis would bring, as the server words it.
    let say: Partial<LineStatus> = {};
    await page.route(/\/fcfs\/status/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...((await answer.json()) as LineStatus), ...say } });
    });
    const look = async (screen: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      );
      expect.soft(found, screen).toEqual([]);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(tooWide, screen).toBeLessThanOrEqual(0);
    };
    await come(visitor);
    await expectState(visitor, 'gathering');
    await page.getByTestId('fair-order').locator('summary').click();
    await look('before the opening');

    await theatre.moveDoors(event, { doors: 'paused' });
    await theatre.moveDoors(event, { doors: 'open' });
    say = { serving_number: 0, state: 'open' };
    await expectState(visitor, 'waiting');
    await look('waiting');
    say = { serving_number: 0, state: 'stalled' };
    await expectState(visitor, 'stalled');
    await look('stalled');
    await page.getByTestId('leave-line').click();
    await look('asked whether to leave');

    say = {};
    await theatre.moveDoors(event, { active_max: 9 });
    await expect(page.getByTestId('turn-moment')).toBeVisible();
    await look('my turn');
    await expect(bandOf(visitor)).toBeVisible();
    await look('in the hall');
    await page.getByTestId('leave-turn').click();
    await look('asked whether to give the turn back');
    await page.getByTestId('leave-turn-sure').click();
    await expectState(visitor, 'left');
    await look('left');
  });
}
