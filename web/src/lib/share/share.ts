/** What came of sharing: `shared` by the system's own sheet, `copied` where there is none. */
export type Shared = 'shared' | 'copied' | 'given_up' | 'failed';

/** Shares an address by the system's sheet or, where there is none, puts it on the clipboard. */
export async function share(what: { readonly title: string; readonly url: string }): Promise<Shared> {
  if (typeof navigator.share === 'function' && (navigator.canShare?.(what) ?? true)) {
    try {
      await navigator.share(what);
      return 'shared';
    } catch (error) {
      // Closing the sheet is no failure; anything else, and the clipboard may still do.
      if (error instanceof DOMException && error.name === 'AbortError') return 'given_up';
    }
  }
  return (await copy(what.url)) ? 'copied' : 'failed';
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyTheOldWay(text);
  }
}

/** On plain http, as in the house's own network, there is no clipboard to ask for. */
function copyTheOldWay(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
