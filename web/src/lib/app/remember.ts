/** Remembers a choice on this device, where that is allowed. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Private windows may forbid it; the choice then lasts as long as the page.
  }
}
