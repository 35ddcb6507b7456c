type AsYouType = new (country: 'KR') => { input: (text: string) => string };

let loading: Promise<AsYouType> | undefined;
let loaded: AsYouType | undefined;

/** Fetches the phone formats while the visitor types a name; the page doesn't wait for them. */
export async function loadPhoneFormats(): Promise<void> {
  loading ??= import('libphonenumber-js/min').then((library) => (loaded = library.AsYouType));
  try {
    await loading;
  } catch {
    // Numbers stay as they are typed, which the server reads as well.
    loading = undefined;
  }
}

/** The number as it is usually written, as far as it is typed. Unchanged until the formats are there. */
export function formatAsYouType(text: string): string {
  return loaded ? new loaded('KR').input(text) : text;
}

/**
 * Where the cursor belongs after formatting: behind the same number of digits as before. Without this, mending
 * a digit in the middle throws the cursor to the end.
 */
export function cursorAfterFormat(before: string, cursor: number, after: string): number {
  const digitsBefore = before.slice(0, cursor).replace(/[^\d+]/g, '').length;
  let seen = 0;
  for (let index = 0; index < after.length; index++) {
    if (seen === digitsBefore) return index;
    if (/[\d+]/.test(after.charAt(index))) seen += 1;
  }
  return after.length;
}
