/** What this device knows of a visitor's place, for all tabs, and for as long as the server can't be asked. */
export interface KeptPlace {
  readonly number: number;
  /** Signed by the server; sent with whatever takes seats. */
  readonly pass?: string;
  /** How many were ahead in the beginning: what progress is measured by. */
  readonly aheadAtFirst?: number;
  /** The fingerprint of the seed that shuffles, as it was shown before the opening. */
  readonly seedHash?: string;
}

/** `left`: gave the place back, so that no tab lines up again unasked. */
export type Kept = KeptPlace | 'left' | undefined;

/** What is needed of `localStorage`. */
export type PlaceStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Keeps the place in one event's line. Where storage is forbidden it lasts as long as the page. */
export class LineMemory {
  readonly key: string;
  private fallback: string | null = null;

  constructor(
    event: string,
    private readonly storage: PlaceStorage | undefined,
  ) {
    this.key = `jari:line:${event}`;
  }

  get(): Kept {
    let text = this.fallback;
    try {
      text = this.storage?.getItem(this.key) ?? text;
    } catch {
      // what this page remembers will do
    }
    return text === null ? undefined : parse(text);
  }

  set(kept: Kept): void {
    this.fallback = kept === undefined ? null : JSON.stringify(kept);
    try {
      if (this.fallback === null) this.storage?.removeItem(this.key);
      else this.storage?.setItem(this.key, this.fallback);
    } catch {
      // the fallback has it
    }
  }

  /** Adds to what is known of this number; of another number nothing is carried over. */
  note(number: number, more: Partial<Omit<KeptPlace, 'number'>> = {}): void {
    const before = this.get();
    const same = before !== undefined && before !== 'left' && before.number === number ? before : undefined;
    const after = { ...same, ...more, number };
    // Other tabs hear of every change, and ask the server: what is no news is not written.
    if (JSON.stringify(same) !== JSON.stringify(after)) this.set(after);
  }

  /** The pass is over; the number stays. */
  dropPass(): void {
    const kept = this.get();
    if (kept === undefined || kept === 'left' || kept.pass === undefined) return;
    const { number, aheadAtFirst, seedHash } = kept;
    this.set({
      number,
      ...(aheadAtFirst === undefined ? {} : { aheadAtFirst }),
      ...(seedHash === undefined ? {} : { seedHash }),
    });
  }
}

function parse(text: string): Kept {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (value === 'left') return 'left';
  if (typeof value !== 'object' || value === null) return undefined;
  const number = field(value, 'number');
  if (typeof number !== 'number') return undefined;
  const pass = field(value, 'pass');
  const aheadAtFirst = field(value, 'aheadAtFirst');
  const seedHash = field(value, 'seedHash');
  return {
    number,
    ...(typeof pass === 'string' ? { pass } : {}),
    ...(typeof aheadAtFirst === 'number' ? { aheadAtFirst } : {}),
    ...(typeof seedHash === 'string' ? { seedHash } : {}),
  };
}

const field = (value: object, name: string): unknown => Reflect.get(value, name);
