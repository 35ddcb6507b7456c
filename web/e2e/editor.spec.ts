import type { PlanSummary } from '@jari/contract';
import { expectAccessible } from './support/console.ts';
import { HallEditor } from './support/hall-editor.ts';
import { expect, test } from './support/test.ts';

const desk = { viewport: { width: 1280, height: 800 }, locale: 'en-GB', reducedMotion: 'reduce' as const };

test('a hall of 300 seats is drawn with the mouse, saved, kept over a reload, and taken back to the beginning', async ({
  theatre,
  newVisitor,
}) => {
  const { page } = await newVisitor({ ...desk, colorScheme: 'dark' });
  const editor = await new HallEditor(page, theatre.url).open();
  await expectAccessible(page, 'an empty sheet');

  await editor.use('stage');
  await editor.drag({ x: -150, y: -40 }, { x: 150, y: 0 });
  await editor.use('block');
  await editor.drag({ x: -280, y: 60 }, { x: -45, y: 340 });
  await expect(editor.selected).toContainText('Block');
  await editor.fill('block-rowCount', '10');
  await editor.fill('block-seatCount', '15');
  await editor.fill('block-seatStep', '15');
  await editor.fill('block-curve', '20');
  await expect(editor.selected).toContainText('10 rows · 150 seats');
  await page.getByTestId('duplicate').click();
  await editor.expectSeats(300);

  // The copy counts on from the block beside it; then its seats get even numbers, from the right.
  await page.getByTestId('seat-start').fill('102');
  await page.getByTestId('seat-step').selectOption('2');
  await page.getByTestId('seat-reverse').check();
  await page.getByTestId('apply-numbers').click();
  await editor.panel('hall');
  await page.getByTestId('add-category').click();
  await editor.fill('category-name-1', 'VIP');
  await editor.panel('properties');
  await page.getByTestId('give-category-VIP').click();
  await editor.fill('hall-name', 'Studio 300');
  await expectAccessible(page, 'a block with its properties');

  await page.getByTestId('save').click();
  await expect(page).toHaveURL(/\/admin\/plans\/[0-9a-f]{32}\?draft=/);
  const plan = await editor.exported();
  expect(plan.sections.map(({ rows }) => rows?.length)).toEqual([20]);
  const [left, right] = [plan.sections[0]?.rows?.[0], plan.sections[0]?.rows?.[10]];
  expect(
    [left, right].map((row) => [row?.name, row?.category, row?.seats[0]?.number, row?.seats[14]?.number]),
  ).toEqual([
    ['A', 'Standard', '1', '15'],
    ['A', 'VIP', '130', '102'],
  ]);

  await editor.expectKept();
  await page.reload();
  await editor.expectOpen();
  await editor.expectSeats(300);
  expect(await editor.exported()).toEqual(plan);
  // The block is still one that can be changed, and every step can still be taken back.
  await editor.click({ x: -165, y: 195 });
  await expect(page.getByTestId('block-curve')).toHaveValue('20');
  while (await page.getByTestId('undo').isEnabled()) await page.getByTestId('undo').click();
  await editor.expectSeats(0);
  await page.keyboard.press('Control+Shift+Z');
  await editor.expectSeats(0);

  const answer = await page.request.get(`${theatre.url}/api/v1/admin/plans`);
  const { plans } = (await answer.json()) as { plans: PlanSummary[] };
  expect(plans.find(({ name }) => name === 'Studio 300')?.seat_count).toBe(300);
  await page.goto(`${theatre.url}/admin/plans`);
  await expect(page.getByTestId('plans')).toContainText('Studio 300');
  await expectAccessible(page, 'the list of halls');
});

test('without a mouse a hall is drawn, named and mended along its outline', async ({
  theatre,
  newVisitor,
}) => {
  const { page } = await newVisitor({ ...desk, colorScheme: 'light' });
  const editor = await new HallEditor(page, theatre.url).open();
  await page.getByTestId('tool-block').press('Enter');
  await editor.sheet.press('Enter');
  await editor.expectSeats(50);

  await page.getByTestId('panel-properties').press('ArrowRight');
  const outline = page.getByTestId('outline');
  await outline.getByRole('treeitem').first().press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(outline.getByRole('treeitem', { selected: true })).toHaveText(/^Seat 2/);
  await page.getByTestId('panel-outline').press('ArrowLeft');
  await editor.fill('seat-number', '1');
  await expect(page.getByTestId('panel-findings')).toContainText('1');
  await page.getByTestId('save').press('Enter');

  // The check says where: two seats of one name are not taken.
  await expect(page.getByTestId('finding')).toHaveText('Is a second seat “A · 1”.');
  await expectAccessible(page, 'what the check finds');
  await page.getByTestId('finding').press('Enter');
  await page.getByTestId('panel-findings').press('ArrowRight');
  await editor.fill('seat-number', '2a');
  await expect(page.getByTestId('panel-findings')).toHaveText('Check');
  await page.getByTestId('mark-wheelchair').check();
  expect((await editor.exported()).sections[0]?.rows?.[0]?.seats[1]).toMatchObject({
    number: '2a',
    marks: ['wheelchair'],
  });
});

test('what another tab has drawn is not overwritten', async ({ theatre, newVisitor, newTab }) => {
  const visitor = await newVisitor(desk);
  const one = await new HallEditor(visitor.page, theatre.url).open('/admin/plans/new?template=theatre');
  await one.expectKept();
  const { page } = await newTab(visitor);
  await page.goto(visitor.page.url());
  const other = new HallEditor(page, theatre.url);
  await other.expectOpen();
  await other.fill('hall-name', 'Theirs');
  await other.expectKept();

  await one.fill('hall-name', 'Mine');
  await expect(visitor.page.getByTestId('elsewhere')).toBeVisible();
  await expect(visitor.page.getByTestId('hall-name')).toHaveValue('Mine');
  await visitor.page.getByTestId('keep-mine').click();
  await one.expectKept();

  await visitor.page.goto(`${theatre.url}/admin/plans`);
  await expect(visitor.page.getByTestId('go-on')).toHaveCount(2);
  await page.reload();
  await other.expectOpen();
  await expect(page.getByTestId('hall-name')).toHaveValue('Theirs');
});
