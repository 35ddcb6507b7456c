/**
 * A page that came less long ago has the newest code there is. While servers of two versions stand side by side it may miss
 * some all the same, and would otherwise be loaded anew without end.
 */
const YOUNG_MS = 60_000;

/** What begins the page anew, and what tells whether there is a newer version of the app; tests give their own. */
export interface UpgradePorts {
  readonly isUpgraded: () => Promise<boolean>;
  readonly reload: () => void;
}

/**
 * After an upgrade the code that an open page would fetch when it is wanted is nowhere any more, and nothing that needs it
 * works: no refusal is understood, and whoever has stood in line before it sees no map when their turn comes. Such a page
 * begins anew; what was typed, held and asked for outlives that. Gives what ends it.
 */
export function beginAnewAfterUpgrade({ isUpgraded, reload }: UpgradePorts): () => void {
  const look = async () => {
    if (await isUpgraded().catch(() => false)) reload();
  };
  const onMissing = () => {
    if (performance.now() > YOUNG_MS) void look();
  };
  // Told by whatever fetches code, wherever it failed.
  addEventListener('vite:preloadError', onMissing);
  return () => removeEventListener('vite:preloadError', onMissing);
}
