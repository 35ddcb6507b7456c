import { expect, test } from './support/test.ts';
import { walkThrough } from './support/walk.ts';

const WIDTH = 360;

for (const locale of ['ko-KR', 'en-GB']) {
  test(`at ${WIDTH} px no screen scrolls sideways or cuts anything off, ${locale}`, async ({
    theatre,
    newVisitor,
  }) => {
    const viewport = { width: WIDTH, height: 740 };
    const visitor = await newVisitor({ locale, viewport, isMobile: true, hasTouch: true });
    await walkThrough(visitor, theatre, async (screen) => {
      // What sticks out is looked for by itself: hidden overflow would otherwise keep it from being noticed.
      const outside = await visitor.page.evaluate((width) => {
        const visible = [...document.querySelectorAll<HTMLElement>('body *')].filter(
          (element) =>
            element.checkVisibility({ visibilityProperty: true }) &&
            !element.closest('.visually-hidden, .skip, #svelte-announcer, svg'),
        );
        return visible
          .map((element) => ({ element, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.right > width + 0.5 || box.left < -0.5))
          .map(({ element, box }) => `${element.tagName} ${element.className}: ${box.left} to ${box.right}`);
      }, WIDTH);
      expect.soft(outside, screen).toEqual([]);
      const widths = await visitor.page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.body.scrollWidth,
        window.innerWidth,
      ]);
      expect.soft(widths, screen).toEqual([WIDTH, WIDTH, WIDTH]);
    });
  });
}

test('on a narrow phone the hall has its three columns, and everything can be hit with a thumb', async ({
  newVisitor,
}) => {
  const viewport = { width: WIDTH, height: 740 };
  const visitor = await (await newVisitor({ viewport, isMobile: true, hasTouch: true })).enterHall();
  const boxOf = async (label: string) => {
    const box = await visitor.seat(label).boundingBox();
    if (!box) throw new Error(`${label} is not drawn`);
    return box;
  };
  const [a1, a2, a3, b1] = [await boxOf('A1'), await boxOf('A2'), await boxOf('A3'), await boxOf('B1')];
  expect(a2.x).toBeGreaterThanOrEqual(a1.x + a1.width);
  expect(a3.x).toBeGreaterThanOrEqual(a2.x + a2.width);
  expect(b1.x).toBe(a1.x);
  expect(b1.y).toBeGreaterThanOrEqual(a1.y + a1.height);

  const tooSmall = async () =>
    visitor.page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'button, input:not([role="switch"]), label:has([role="switch"]), a.button',
        ),
      ]
        .filter((element) => element.checkVisibility())
        .map((element) => ({ name: element.textContent.trim(), box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 44 || box.height < 44)
        .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`),
    );
  expect(await tooSmall()).toEqual([]);
  await visitor.goToForm('A1');
  expect(await tooSmall()).toEqual([]);
  await visitor.page.goBack();
  await expect(visitor.holdBar).toBeVisible();
  expect(await tooSmall()).toEqual([]);
});

test('on a small phone the whole hall with its hold bar is seen without scrolling', async ({
  newVisitor,
}) => {
  const viewport = { width: WIDTH, height: 740 };
  const visitor = await (await newVisitor({ viewport, isMobile: true, hasTouch: true })).enterHall();
  await visitor.goToForm('A1');
  await visitor.page.goBack();
  await expect(visitor.seat('C3')).toBeInViewport({ ratio: 1 });
  await expect(visitor.holdBar).toBeInViewport({ ratio: 1 });
  // The bar lies below the seats, not upon them.
  const [seat, bar] = [await visitor.seat('C3').boundingBox(), await visitor.holdBar.boundingBox()];
  expect((seat?.y ?? 0) + (seat?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
});
