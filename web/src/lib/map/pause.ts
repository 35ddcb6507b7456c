/** Work goes on this long before fingers and frames get their turn. A slow phone does less in it, not longer. */
const WORK_MS = 5;

/** Gives a function to await within long work: it lets the page breathe when enough time has passed. */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < WORK_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    since = performance.now();
  };
}
