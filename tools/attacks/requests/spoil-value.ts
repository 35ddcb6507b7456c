import type { JsonSchema } from '../../docs/open-api.ts';
import type { Draw } from './draw.ts';
import { nastyNumbers, nastyTexts, nastyTypes, poisonedMembers } from './nasty.ts';
import type { Made, Place } from './valid-values.ts';

export interface Spoiled {
  readonly text: string;
  readonly story: string;
}

/** Stands in a value for something that JSON.stringify could not write; exchanged in the text. */
const RAW = '\u0001raw\u0001';

/** Spoils one place of a valid body. The result is near enough to get past the first look. */
export function spoilValue({ value, places }: Made, draw: Draw): Spoiled {
  const place = draw.pick(places);
  const where = place.path.join('.') || 'the whole';
  const { story, raw, with: replacement } = draw.pick(waysFor(place))(draw);
  const spoiled = replace(structuredClone(value), place.path, replacement);
  const text = JSON.stringify(spoiled) ?? '';
  return {
    text: raw === undefined ? text : text.replaceAll(JSON.stringify(RAW), () => raw),
    story: `${story} at ${where}`,
  };
}

const GONE = Symbol('gone');
interface Way {
  readonly story: string;
  readonly with: unknown;
  readonly raw?: string;
}
type Spoil = (draw: Draw) => Way;

const always: readonly Spoil[] = [
  () => ({ story: 'left out', with: GONE }),
  () => ({ story: 'null', with: null }),
  (draw) => {
    const type = draw.pick(nastyTypes);
    return { story: `of type ${JSON.stringify(type)}`, with: type };
  },
  (draw) => {
    const number = draw.pick(nastyNumbers);
    return { story: `the number ${number}`, with: RAW, raw: number };
  },
  (draw) => {
    const text = draw.pick(nastyTexts);
    return { story: `the text ${JSON.stringify(text.slice(0, 40))}`, with: text };
  },
  (draw) => {
    const depth = draw.pick([10, 1_000, 6_000]);
    const nested = draw.chance(0.5)
      ? '['.repeat(depth) + ']'.repeat(depth)
      : '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
    return { story: `nested ${depth} deep`, with: RAW, raw: nested };
  },
];

function waysFor({ schema }: Place): readonly Spoil[] {
  return [...always, ...bounds(schema), ...(schema.type === 'object' ? members : [])];
}

const members: readonly Spoil[] = [
  (draw) => {
    const member = draw.pick(poisonedMembers);
    return { story: `with ${member.slice(0, 40)}`, with: RAW, raw: `{${member}}` };
  },
];

/** Just outside, and just inside, of what the schema allows. */
function bounds(schema: JsonSchema): readonly Spoil[] {
  const values: unknown[] = [];
  if (schema.minimum !== undefined) values.push(schema.minimum - 1, schema.minimum);
  if (schema.maximum !== undefined) values.push(schema.maximum + 1, schema.maximum);
  if (schema.type === 'string') {
    for (const length of [schema.minLength, schema.maxLength]) {
      if (length === undefined) continue;
      for (const near of [length - 1, length, length + 1]) {
        if (near >= 0) values.push('x'.repeat(near), '가'.repeat(near), '👩'.repeat(near));
      }
    }
  }
  if (schema.type === 'array') {
    for (const count of [0, schema.minItems, schema.maxItems, (schema.maxItems ?? 200) + 1]) {
      if (count !== undefined) values.push(Array.from({ length: count }, (_, i) => i + 1));
    }
    values.push([1, 1]);
  }
  return values.map((value) => () => ({ story: 'a bound', with: value }));
}

function replace(value: unknown, path: readonly (string | number)[], replacement: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return replacement === GONE ? undefined : replacement;
  if (typeof value !== 'object' || value === null) return value;
  const holder = value as Record<string | number, unknown>;
  if (!(step in holder)) return value;
  if (rest.length === 0 && replacement === GONE) {
    if (Array.isArray(value)) value.splice(Number(step), 1);
    else delete holder[step];
  } else holder[step] = replace(holder[step], rest, replacement);
  return value;
}
