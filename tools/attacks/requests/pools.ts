import type { Draw } from './draw.ts';

/** How many of each kind are remembered: the newest. */
const KEPT = 60;

/** What can be asked for by name, out of earlier answers: so that requests come in sequences that mean something. */
export class Pools {
  private readonly kinds = new Map<string, string[]>();

  add(kind: string, value: string): void {
    const known = this.kinds.get(kind);
    if (known === undefined) this.kinds.set(kind, [value]);
    else if (!known.includes(value)) {
      known.push(value);
      if (known.length > KEPT) known.shift();
    }
  }

  /** Mostly one's own, and of the newest, since old holds and passes are over. */
  draw(kind: string, draw: Draw, owner?: string): string | undefined {
    const own = owner === undefined ? undefined : this.kinds.get(`${kind} of ${owner}`);
    const known = own !== undefined && draw.chance(0.7) ? own : (this.kinds.get(kind) ?? []);
    if (known.length === 0) return undefined;
    const newest = known.slice(-8);
    return draw.pick(draw.chance(0.7) ? newest : known);
  }

  /** Remembers what an answer to somebody brought. */
  harvest(owner: string, value: unknown, name = '', parent = ''): void {
    if (typeof value === 'string') this.keep(owner, name, parent, value);
    else if (Array.isArray(value))
      for (const item of value.slice(0, 10)) this.harvest(owner, item, name, parent);
    else if (typeof value === 'object' && value !== null)
      for (const [key, member] of Object.entries(value)) this.harvest(owner, member, key, name);
  }

  private keep(owner: string, name: string, parent: string, value: string): void {
    if (value.length === 0 || value.length > 600) return;
    const kind = kindOf(name, parent, value);
    if (kind === undefined) return;
    this.add(kind, value);
    this.add(`${kind} of ${owner}`, value);
  }
}

/** Names that say what a value is, whatever stands around them. */
const BY_NAME: Readonly<Record<string, string>> = {
  code: 'code',
  hold_token: 'hold_token',
  pass: 'pass',
  position: 'position',
  cursor: 'cursor',
  user: 'mark',
  user_mark: 'mark',
  challenge: 'challenge',
};
/** Not of lists of keys: those that attacks are made with must not be taken back. */
const BY_PARENT: Readonly<Record<string, string>> = {
  api_key: 'api_key_id',
  webhook: 'webhook',
  webhooks: 'webhook',
  deliveries: 'delivery',
  rehearsals: 'rehearsal',
  plans: 'plan',
  plan: 'plan',
};

function kindOf(name: string, parent: string, value: string): string | undefined {
  if (/^[a-z0-9][a-z0-9_-]{0,63}\.\d+$/.test(value)) return 'reservation';
  if (value.startsWith('jari_sk_')) return 'api_key';
  if (name === 'token') return parent === '' ? 'token' : `${parent}_token`;
  if (name === 'id') return BY_PARENT[parent];
  if (name === 'entry' || name === 'next_after' || name === 'after') return 'cursor';
  return BY_NAME[name];
}
