import type { Guest } from '@jari/contract';
import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import type { Standing } from '#lib/door/door-book.ts';
import type { DoorState } from '#lib/door/door-store.ts';
import VerdictPanel from '#lib/door/VerdictPanel.svelte';

const guest: Guest = {
  ...{ reservation: 1, origin: 1, code: '7KQ4M-2XF8T', name: '김하늘', state: 'active' },
  seats: [
    { label: 'A1', section: '1층' },
    { label: 'A2', section: '1층' },
  ],
};
const state: DoorState = {
  ...{ event: 'gala', door: 'Door A', title: 'Gala', startsAt: '', timeZone: 'Asia/Seoul', others: {} },
  ...{ keys: [], position: 'p:0', number: 0, syncedAt: 0, aheadMs: 0 },
};
const standing: Standing = { seats: 2, left: 2, admitted: 0, doubled: 0, scans: [] };
const verdict = {
  kind: 'welcome' as const,
  reservation: 1,
  guest,
  code: guest.code,
  standing,
  isProven: true,
};

/** The panel of a party of two, none of whom is in, or so many just now. */
function panel({
  letIn,
  isLost = false,
}: { readonly letIn?: number; readonly isLost?: boolean } = {}): string {
  const nothing = () => undefined;
  const props = {
    ...{ verdict, letIn, state, isLost, isUndone: false },
    ...{ onUndo: nothing, onAdmit: nothing, onNext: nothing },
  };
  return render(VerdictPanel, { props }).body;
}
const buttons = (html: string) =>
  [...html.matchAll(/<button[^>]*aria-label="([^"]*)"[^>]*>/g)].map(([tag, label]) => [
    label,
    / disabled/.test(tag) ? 'off' : 'on',
  ]);

describe('The door’s verdict', () => {
  it('is read aloud as soon as it is there: who, where they sit, and how many', () => {
    const html = panel();
    expect(html).toMatch(/<section[^>]*role="status"/);
    expect(html).toContain('A1 · A2');
    expect(html).toContain('김하늘');
    expect(html).toContain('2명 입장');
  });

  it('lets in all of a party until a thumb says fewer; more than there are it does not offer', () => {
    expect(buttons(panel())).toEqual([
      ['한 명 줄이기', 'on'],
      ['한 명 늘리기', 'off'],
    ]);
  });

  it('says how many of them are in once they are, and nothing of the kind where that could not be kept', () => {
    expect(panel({ letIn: 1 })).toContain('2명 중 1명 입장');
    expect(panel({ letIn: 1 })).toMatch(/class="verdict[^"]* yes/);
    expect(panel({ isLost: true })).toMatch(/class="verdict[^"]* no/);
  });
});
