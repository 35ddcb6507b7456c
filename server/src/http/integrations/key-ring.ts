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
    this.readAtMs = -Infinity;
    this.reading = undefined;
  }

  private get age(): number {
    return this.nowMs() - this.readAtMs;
  }

  private read(): Promise<void> {
    const reading = (this.reading ??= this.readNow().finally(() => {
      if (this.reading === reading) this.reading = undefined;
    }));
    return reading;
  }

  private async readNow(): Promise<void> {
    const begunAtMs = this.nowMs();
    const keys = await this.store.listApiKeys();
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
