import { templates } from '../../../server/src/plans/templates/index.ts';
import { manySeats } from '../../../web/e2e/support/plans.ts';
import { Theatre } from '../../../web/e2e/support/theatre.ts';
import { busyShare, openBrowser, openPhone, visit, type HallFigures } from './large-halls.ts';

/**
 * What the page of a large hall costs on a phone whose processor is four times slower. Needs Chromium and a build.
 *
 *     node --conditions=jari-source --import tsx tools/bench/web/large-halls-main.ts
 */
const PHONE = { width: 390, height: 844, ratio: 3, cpuSlowdown: 4 };
const ROUNDS = 3;
const CHANGES_PER_SECOND = 50;
const HALLS = {
  'seats-5000': manySeats(50, 100),
  'seats-50000': templates.stadium(),
  'seats-200000': templates.largest(),
};

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

function print(name: string, visits: readonly HallFigures[]): void {
  const of = (key: keyof HallFigures) => Math.round(median(visits.map((figures) => figures[key])));
  console.log(
    `${name}: usable after ${of('usableMs')} ms, longest task ${of('longestTaskMs')} ms, ` +
      `${of('domNodes')} nodes, ${of('hallBytes')} bytes of plan and states, ` +
      `${of('panFps')} frames/s while panning, ${of('zoomFps')} while zooming`,
  );
}

/** People exchange their seat for another one, until stopped: each time one seat comes free and one is taken. */
function sell(theatre: Theatre, event: string): () => void {
  const buyers = Array.from({ length: CHANGES_PER_SECOND }, (_, index) =>
    theatre.person(`buyer-${index}`, event),
  );
  let next = 0;
  const timer = setInterval(() => {
    const turn = next++;
    void buyers[turn % buyers.length]?.hold(((turn * 7_919) % 50_000) + 1).catch(() => undefined);
  }, 2_000 / CHANGES_PER_SECOND);
  return () => clearInterval(timer);
}

const theatre = await Theatre.open();
const browser = await openBrowser();
try {
  for (const [event, plan] of Object.entries(HALLS)) {
    await theatre.putPlanEvent(event, plan);
    const visits: HallFigures[] = [];
    for (let round = 0; round < ROUNDS; round++)
      visits.push(await visit(browser, `${theatre.url}/events/${event}`, PHONE));
    print(event, visits);
  }
  const { page, cdp } = await openPhone(browser, PHONE);
  await page.goto(`${theatre.url}/events/seats-50000`);
  await page.waitForFunction(() => Reflect.get(globalThis, 'jariUsableMs') > 0);
  await page.waitForTimeout(2_000);
  const stop = sell(theatre, 'seats-50000');
  await page.waitForTimeout(2_000);
  console.log(
    `main thread busy at ${CHANGES_PER_SECOND} changes/s: ${((await busyShare(cdp, page, 10)) * 100).toFixed(1)} %`,
  );
  stop();
} finally {
  await browser.close();
  await theatre.close();
}
