/** What the visitor has typed so far, and for which seats. */
export interface Draft {
  readonly name: string;
  readonly phone: string;
  readonly seatIds: readonly number[];
}

/**
 * One try to reserve. It is stored before it is sent, so that neither a lost connection nor a refresh can
 * make us send the same wish under another key. `unknown`: sent, and no answer that can be trusted came back.
 */
export interface Attempt {
  readonly key: string;
  readonly body: string;
  readonly seatIds: readonly number[];
  readonly state: 'sent' | 'unknown' | 'failed';
}

export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Keeps an event's form and attempt for as long as the tab lives. Session storage, not local: a name and a
 * phone number should not outlive the tab on a shared computer.
 */
export class ReserveMemory {
  private readonly draftName: string;
  private readonly attemptName: string;
  /** Stands in where storage is forbidden or full: then a refresh forgets, but a retry still doesn't. */
  private readonly fallback = new Map<string, string>();

  constructor(
    event: string,
    private readonly storage: TextStorage | undefined,
    private readonly newKey: () => string,
  ) {
    this.draftName = `jari:draft:${event}`;
    this.attemptName = `jari:attempt:${event}`;
  }

  draft(): Draft | undefined {
    const draft = this.read(this.draftName);
    if (!isRecord(draft) || typeof draft['name'] !== 'string' || typeof draft['phone'] !== 'string')
      return undefined;
    return { name: draft['name'], phone: draft['phone'], seatIds: numbers(draft['seatIds']) };
  }

  saveDraft(draft: Draft): void {
    this.write(this.draftName, draft);
  }

  attempt(): Attempt | undefined {
    const attempt = this.read(this.attemptName);
    if (!isRecord(attempt) || typeof attempt['key'] !== 'string' || typeof attempt['body'] !== 'string') {
      return undefined;
    }
    const state = attempt['state'] === 'failed' ? 'failed' : attempt['state'] === 'sent' ? 'sent' : 'unknown';
    return { key: attempt['key'], body: attempt['body'], seatIds: numbers(attempt['seatIds']), state };
  }

  /** The attempt to send now: the stored one if it asks for exactly the same, else one with a new key. */
  begin(body: string, seatIds: readonly number[]): Attempt {
    const stored = this.attempt();
    const same = stored?.body === body && sameSeats(stored.seatIds, seatIds);
    const attempt: Attempt = { key: same ? stored.key : this.newKey(), body, seatIds, state: 'sent' };
    this.write(this.attemptName, attempt);
    return attempt;
  }

  /** Notes what came of the attempt. The key stays: the next try with the same details uses it again. */
  mark(state: 'unknown' | 'failed'): void {
    const attempt = this.attempt();
    if (attempt) this.write(this.attemptName, { ...attempt, state });
  }

  /** The attempt was refused for good: what comes next is another wish and gets another key. */
  forgetAttempt(): void {
    this.remove(this.attemptName);
  }

  /** Reserved: nothing is left to keep. */
  clear(): void {
    this.remove(this.draftName);
    this.remove(this.attemptName);
  }

  private read(name: string): unknown {
    let text: string | null = null;
    try {
      text = this.storage?.getItem(name) ?? null;
    } catch {
      // fall through to what this page remembers
    }
    text ??= this.fallback.get(name) ?? null;
    if (text === null) return undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  }

  private write(name: string, value: unknown): void {
    const text = JSON.stringify(value);
    this.fallback.set(name, text);
    try {
      this.storage?.setItem(name, text);
    } catch {
      // the fallback has it
    }
  }

  private remove(name: string): void {
    this.fallback.delete(name);
    try {
      this.storage?.removeItem(name);
    } catch {
      // nothing to remove, then
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((entry): entry is number => typeof entry === 'number') : [];
}

export function sameSeats(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
