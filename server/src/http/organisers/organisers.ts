import type { OrganiserStore } from '../../ports/organiser-store.ts';
import type { AppDeps } from '../app-deps.ts';
import { LookUpLimit } from '../plugins/look-up-limit.ts';
import { TokenBucket } from '../plugins/token-bucket.ts';
import { OrganiserCookies } from './organiser-cookie.ts';
import { OrganiserGuard } from './organiser-guard.ts';
import { OrganiserSessions } from './organiser-sessions.ts';
import { OwnerTokens } from './organiser-tokens.ts';

/** Wrong tokens that are answered at once, and how often one more is. People mistype; twenty times, they don't. */
const GUESSES = 20;
const GUESS_REFILL_MS = 3_000;

/** Those who work for the house: how they are kept, known and signed in. */
export class Organisers {
  readonly store: OrganiserStore;
  readonly guard: OrganiserGuard;
  readonly sessions: OrganiserSessions;

  constructor({ organisers: store, clock, settings, offices }: AppDeps) {
    const monotonicMs = () => clock.monotonicMs();
    const owners = new OwnerTokens(settings.adminTokens);
    const cookies = new OrganiserCookies(settings.sessionSecrets, settings.isSecureCookie);
    this.store = store;
    this.sessions = new OrganiserSessions(store, cookies, owners, () => offices.wallNow());
    this.guard = new OrganiserGuard({
      owners,
      store,
      sessions: this.sessions,
      guesses: new TokenBucket(GUESSES, GUESS_REFILL_MS, monotonicMs),
      lookUps: new LookUpLimit(monotonicMs),
      settings,
    });
  }
}
