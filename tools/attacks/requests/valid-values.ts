import type { JsonSchema } from '../../docs/open-api.ts';
import type { Draw } from './draw.ts';
import type { Pools } from './pools.ts';

/** A value of a schema, and every place in it with the schema that it fulfils: what can be spoiled. */
export interface Made {
  readonly value: unknown;
  readonly places: readonly Place[];
}

export interface Place {
  readonly path: readonly (string | number)[];
  readonly schema: JsonSchema;
}

/** What fulfils a pattern: one row for each pattern of the description, and a test that none is missing. */
export const byPattern: Readonly<Record<string, readonly string[]>> = {
  '^[a-z0-9][a-z0-9_-]{0,63}$': ['default', 'gala', 'room', 'drawn-1', 'drawn-2', 'a'.repeat(64)],
  '^[0-9a-f]{32}$': ['0'.repeat(32), 'f'.repeat(32)],
  '^[A-Z]{3}$': ['KRW', 'EUR'],
  '^[!-~]{1,200}$': ['a-key', '!', '~'.repeat(200)],
  '^#[0-9a-f]{6}$': ['#c2410c', '#000000'],
  '^[ws][1-9][0-9]{0,14}$': ['s1', 'w999999999999999'],
  '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$': ['shop', 'Shop 2', 'x'.repeat(40)],
  '^[\\w-]{1,40}$': ['device-1', 'device_2'],
  '^[0-9a-f-]{32,36}$': ['7c9e6679-7425-40de-944b-e07fc1f90ae7', 'a'.repeat(32)],
  '^[a-z0-9][a-z0-9_-]{0,31}$': ['mina', 'jun', 'drawn_3'],
  '^[A-Za-z0-9_-]{10}$': ['AAAAAAAAAA', 'zzzzzzzzz_'],
  '\\S': ['because', 'x'],
  '^([a-z0-9]{1,32}([.][0-9a-f]{8})?:)?(0|[1-9][0-9]{0,14})$': ['0', '1', '7', 'abc:3', 'abc.0123abcd:3'],
};

/** Members whose values come out of earlier answers, or of what the test's own server was set up with. */
const BY_NAME: Readonly<Record<string, string>> = {
  event: 'event',
  code: 'code',
  plan: 'plan',
  hold_token: 'hold_token',
  user: 'mark',
  work: 'challenge',
};

/** What a text says that has no pattern but must be of some kind. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  url: ['https://hooks.example.org/jari', 'http://127.0.0.1:9/x', 'https://10.0.0.1/', 'ftp://example.org'],
  category: ['R', 'Stalls', 'standard'],
  section: ['Stalls', 'Balcony'],
  format: ['jari-plan'],
};

export interface Person {
  readonly user_name: string;
  readonly phone: string;
}

export class ValidValues {
  constructor(
    private readonly draw: Draw,
    private readonly pools: Pools,
    private readonly person: () => Person,
    private readonly owner: string,
  ) {}

  /** A value that the schema allows, with known names in their places as often as not. */
  of(schema: JsonSchema, ownName = ''): Made {
    const places: Place[] = [];
    const person = this.person();
    const make = (part: JsonSchema, path: readonly (string | number)[]): unknown => {
      places.push({ path, schema: part });
      const name = String(path.findLast((step) => typeof step === 'string') ?? ownName);
      return this.make(part, name, person, (inner, step) =>
        make(inner, step === undefined ? path : [...path, step]),
      );
    };
    return { value: make(schema, []), places };
  }

  text(schema: JsonSchema, name: string): string {
    const { draw } = this;
    const kind = BY_NAME[name];
    const known = kind === undefined ? undefined : this.pools.draw(kind, draw, this.owner);
    if (known !== undefined && draw.chance(0.85)) return known;
    if (schema.format === 'date-time')
      return new Date(Date.now() + draw.between(-5, 60) * 86_400_000).toISOString();
    if (schema.pattern !== undefined) return draw.pick(byPattern[schema.pattern] ?? [schema.pattern]);
    const texts = TEXTS[name];
    if (texts !== undefined) return draw.pick(texts);
    const least = schema.minLength ?? 0;
    const most = Math.min(schema.maxLength ?? 40, least + 40);
    return draw
      .pick(['가', 'a', 'Ω', 'z9'])
      .repeat(draw.between(Math.max(1, least), Math.max(1, most)))
      .slice(0, most);
  }

  private make(
    schema: JsonSchema,
    name: string,
    person: Person,
    inside: (schema: JsonSchema, step?: string | number) => unknown,
  ): unknown {
    const { draw } = this;
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return draw.pick(schema.enum);
    if (schema.anyOf !== undefined) return inside(draw.pick(schema.anyOf));
    switch (schema.type) {
      case 'object':
        return this.object(schema, inside);
      case 'array':
        return this.array(schema, name, inside);
      case 'integer':
        return this.integer(schema, name);
      case 'number':
        return draw.pick([0, 0.5, 1, schema.maximum ?? 7]);
      case 'boolean':
        return draw.chance(0.5);
      case 'null':
        return null;
      default:
        if (name === 'user_name') return person.user_name;
        if (name === 'phone') return person.phone;
        return this.text(schema, name);
    }
  }

  private object(schema: JsonSchema, inside: (schema: JsonSchema, step: string) => unknown): unknown {
    const required = new Set(schema.required ?? []);
    const properties = Object.entries(schema.properties ?? {});
    const optional = properties.filter(([name]) => !required.has(name)).map(([name]) => name);
    // Of several that exclude each other one, and now and then more.
    const wanted = new Set(optional.filter(() => this.draw.chance(0.3)));
    if (required.size === 0 && wanted.size === 0 && optional.length > 0) wanted.add(this.draw.pick(optional));
    const members = properties
      .filter(([name]) => required.has(name) || wanted.has(name))
      .map(([name, part]) => [name, inside(part, name)] as const);
    if (properties.length === 0 && typeof schema.additionalProperties === 'object') {
      const part = schema.additionalProperties;
      return Object.fromEntries(['R', 'Stalls'].map((name) => [name, inside(part, name)]));
    }
    return Object.fromEntries(members);
  }

  private array(
    schema: JsonSchema,
    name: string,
    inside: (schema: JsonSchema, step: number) => unknown,
  ): unknown {
    const items = schema.items ?? {};
    const most = Math.min(schema.maxItems ?? 3, name === 'seat_ids' ? 2 : 3);
    const count = this.draw.between(Math.max(1, schema.minItems ?? 0), Math.max(1, most));
    const values = Array.from({ length: count }, (_, i) => inside(items, i));
    if (schema.uniqueItems !== true) return values;
    return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  }

  private integer(schema: JsonSchema, name: string): number {
    const { draw } = this;
    const least = schema.minimum ?? 0;
    // Seats of a small hall, mostly: so that people meet.
    const most =
      name === 'seat_ids' || name === 'id'
        ? draw.pick([9, 40])
        : Math.min(schema.maximum ?? 1_000, least + 1_000);
    return draw.chance(0.05) ? (schema.maximum ?? most) : draw.between(least, Math.max(least, most));
  }
}
