import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { passes } from '#lib/api/jari.ts';
import { onTabNews, type TabNews } from '#lib/app/tabs.ts';
import { MyLine } from '#lib/waiting/my-line.svelte.ts';
import { FakeServer, refusal } from './support/fake-server.ts';
import { lineStatus } from './support/line.ts';
import { memoryStorage } from './support/memory-storage.ts';

/** Another tab of this browser. */
let otherTab: BroadcastChannel;
let line: MyLine;
let isShown: boolean;
beforeEach(() => {
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  vi.stubGlobal('document', {
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    visibilityState: 'visible',
  });
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('localStorage', memoryStorage());
  new FakeServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/GET \/fcfs\/status/, () => [200, lineStatus({ event: 'saturday', serving_number: 12 })])
    // There is a number already, from another tab.
    .on(/POST \/fcfs\/join/, () => [409, refusal('duplicate')])
    .on(/POST \/fcfs\/pass/, () => [
      200,
      {
        success: true,
        event: 'saturday',
        queue_number: 12,
        pass: 'q1.12',
        expires_at: '',
        expires_in_ms: 60_000,
      },
    ]);
  otherTab = new BroadcastChannel('jari');
  isShown = false;
  line = new MyLine(
    'saturday',
    () => 60_000,
    (letsIn) => (isShown = letsIn),
  );
});
afterEach(() => {
  line.stop();
  otherTab.close();
  vi.unstubAllGlobals();
});

/** Told by the other tab, and heard here. */
async function hear(news: TabNews): Promise<void> {
  let stop: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => (stop = onTabNews(() => resolve())));
  otherTab.postMessage(news);
  await heard;
  stop();
}

describe('A turn in one tab', () => {
  it('is used by a reservation in its own event, in whatever tab, and by nothing else', async () => {
    await expect.poll(() => line.view.is).toBe('inside');
    line.enter();
    await hear({ event: 'friday', what: 'reserved' });
    for (const what of ['held', 'given_back', 'cancelled'] as const) await hear({ event: 'saturday', what });
    expect([line.view.is, line.letsIn, isShown, passes['saturday']]).toEqual(['inside', true, true, 'q1.12']);
    await hear({ event: 'saturday', what: 'reserved' });
    expect([line.view.is, line.letsIn, isShown, passes['saturday']]).toEqual([
      'used',
      false,
      false,
      undefined,
    ]);
  });
});
