/** What begins the page anew, and what tells whether there is a newer version of the app; tests give their own. */
export interface UpgradePorts {
  readonly isUpgraded: () => Promise<boolean>;
  readonly reload: () => void;
}

/**
 * After an upgrade the code that an open page would fetch when it is wanted is nowhere any more, and nothing that needs it
 * works: no refusal is understood, and whoever has stood in line before it sees no map when their turn comes. Such a page
 * begins anew; what was typed, held and asked for outlives that.
 */
export function beginAnewAfterUpgrade({ isUpgraded, reload }: UpgradePorts): void {
  const look = async () => {
    if (await isUpgraded().catch(() => false)) reload();
  };
  // Told by whatever fetches code, wherever it failed.
  addEventListener('vite:preloadError', () => void look());
}
