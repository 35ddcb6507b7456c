import { updated } from '$app/state';
import { beginAnewAfterUpgrade } from './upgrade.ts';

// Fetched by a page that stays open for a while: a first visit pays nothing for it.
beginAnewAfterUpgrade({ isUpgraded: () => updated.check(), reload: () => location.reload() });
