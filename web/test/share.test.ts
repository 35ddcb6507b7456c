import { afterEach, describe, expect, it, vi } from 'vitest';
import { share } from '#lib/share/share.ts';

afterEach(() => void vi.unstubAllGlobals());

const what = { title: 'Gala', url: 'https://tickets.example/events/gala' };

/** A browser with a sheet that ends so, or without one; gives what is on its clipboard. */
function browser(sheet: (() => Promise<void>) | undefined): readonly string[] {
  const clipboard: string[] = [];
  const writeText = (text: string) => Promise.resolve(void clipboard.push(text));
  vi.stubGlobal('navigator', { share: sheet, clipboard: { writeText } });
  return clipboard;
}

describe('Sharing', () => {
  it('by the system’s sheet leaves the clipboard alone, also when the sheet is closed', async () => {
    const shared = browser(() => Promise.resolve());
    expect([await share(what), shared]).toEqual(['shared', []]);
    const closed = browser(() => Promise.reject(new DOMException('closed', 'AbortError')));
    expect([await share(what), closed]).toEqual(['given_up', []]);
  });

  it('puts the address on the clipboard where there is no sheet, or it does not open', async () => {
    const without = browser(undefined);
    expect([await share(what), without]).toEqual(['copied', [what.url]]);
    const refused = browser(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
    expect([await share(what), refused]).toEqual(['copied', [what.url]]);
  });
});
