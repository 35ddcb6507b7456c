import type { ApiKey, ApiKeys } from '../../ports/integrations.ts';

/** How long a key that was revoked at another instance is still good here. */
const AGE_MAX_MS = 2_000;
/** How long a key that was made at another instance may be unknown here; and how rarely guesses reach the ledger. */
const AGE_OF_A_MISS_MS = 500;
/** How exactly it is remembered when a key was last used. */
const USE_NOTED_EVERY_MS = 60_000;

/**
 * The keys that are good, as the ledger had them a moment ago. There are few, so all are kept: a request costs the
 * ledger nothing, and neither does a guess.
 */
export class KeyRing {
  private byDigest = new Map<string, ApiKey>();
  private readAtMs = -Infinity;
  private reading: Promise<void> | undefined;
  /** How often keys were made or revoked here. */
  private revision = 0;
  private readonly usedAtMs = new Map<string, number>();

  constructor(
    private readonly store: ApiKeys,
    private readonly nowMs: () => number,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Undefined when no key that is good has this digest. Rejects when the ledger cannot be asked. */
  async find(digest: string): Promise<ApiKey | undefined> {
    if (this.age > AGE_MAX_MS) await this.read();
    if (!this.byDigest.has(digest) && this.age > AGE_OF_A_MISS_MS) await this.read();
    const key = this.byDigest.get(digest);
    if (key !== undefined) this.noteUse(key);
    return key;
  }

  /** Keys were made or revoked here: the next request asks the ledger. */
  forget(): void {
    this.revision++;
    this.readAtMs = -Infinity;
  }

  private get age(): number {
    return this.nowMs() - this.readAtMs;
  }

  private read(): Promise<void> {
    return (this.reading ??= this.readNow().finally(() => {
      this.reading = undefined;
    }));
  }

  private async readNow(): Promise<void> {
    const { revision } = this;
    const begunAtMs = this.nowMs();
    const keys = await this.store.listApiKeys();
    // What was on its way while a key was revoked here may still have it.
    if (revision !== this.revision) return this.readNow();
    this.byDigest = new Map(
      keys.filter(({ revokedAt }) => revokedAt === null).map((key) => [key.digest, key]),
    );
    this.readAtMs = begunAtMs;
  }

  /** Nobody waits for it: a key whose last use is unknown is as good as any other. */
  private noteUse({ keyId }: ApiKey): void {
    const now = this.nowMs();
    if (now - (this.usedAtMs.get(keyId) ?? -Infinity) < USE_NOTED_EVERY_MS) return;
    this.usedAtMs.set(keyId, now);
    this.store.noteApiKeyUsed(keyId).catch(this.failed);
  }
}
