import type { Draw } from '../requests/draw.ts';
import type { AttackRequest } from '../requests/request.ts';
import type { Person } from '../requests/valid-values.ts';

/** Nobody is called so, and nothing else that is sent begins so. */
const NAME = 'Kanarie';
/**
 * Of these a whole canary's name or phone is made. Phones as they are typed, and as they are kept; the digits of a longer
 * number, as of a measured time, are none.
 */
const TRACE = /Kanarie[0-9]{6}|(?<![\d.])(?:\+82|0)10[- ]?7731[- ]?\d{4}(?!\d)/g;

/**
 * Invented people who must turn up nowhere but where they belong. Each has a name and a phone of their own, by which
 * the one who sent them is found again.
 */
export class Canaries {
  private readonly senders = new Map<string, Set<string>>();
  private count = 0;

  /** A person for a form: of visitors and of the desk a canary every other time. */
  person(sender: string, draw: Draw): Person {
    if (!/^(user|house):/.test(sender) || draw.chance(0.5)) {
      return { user_name: draw.pick(['Alice', '홍길동', 'Ω', 'é', 'A'.repeat(50)]), phone: '010-1234-5678' };
    }
    const number = this.count++ % 1_000_000;
    // Phones are few, so they are used again; a name is used once.
    const phone = `010-7731-${String(number % 10_000).padStart(4, '0')}`;
    return { user_name: `${NAME}${String(number).padStart(6, '0')}`, phone };
  }

  /** Notes whose canaries a request carries. */
  note({ identity, url, body, headers }: Pick<AttackRequest, 'identity' | 'url' | 'body' | 'headers'>): void {
    for (const trace of Canaries.in(`${url} ${JSON.stringify(headers)} ${body?.toString() ?? ''}`)) {
      const key = keyOf(trace);
      const known = this.senders.get(key);
      if (known === undefined) this.senders.set(key, new Set([identity]));
      else known.add(identity);
    }
  }

  /** What of canaries stands in a text. */
  static in(text: string): readonly string[] {
    if (!text.includes('7731') && !text.includes(NAME)) return [];
    return text.match(TRACE) ?? [];
  }

  wasSentBy(trace: string, identity: string): boolean {
    return this.senders.get(keyOf(trace))?.has(identity) ?? false;
  }

  get bred(): number {
    return this.count;
  }
}

/** A phone is the same however it is written. */
function keyOf(trace: string): string {
  return trace.startsWith(NAME) ? trace : trace.slice(-4);
}
