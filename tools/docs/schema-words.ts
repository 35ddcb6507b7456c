import * as contract from '@jari/contract';
import { code } from './markdown.ts';
import type { JsonSchema } from './open-api.ts';

/** The contract's objects that the page describes once, under their name, and links to from then on. */
export const namedShapes: ReadonlyMap<string, JsonSchema> = new Map(
  Object.entries<unknown>(contract)
    .filter(([, value]) => isObjectSchema(value))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, schema]) => [name, JSON.parse(JSON.stringify(schema)) as JsonSchema]),
);

const namesByText = new Map([...namedShapes].map(([name, schema]) => [canonical(schema), name]));

function isObjectSchema(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'object';
}

/** The same text for the same schema, however its keys are ordered and its constants are written. */
function canonical(schema: unknown): string {
  return JSON.stringify(schema, (key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const entries = Object.entries(value as Record<string, unknown>)
      .map(([name, each]): [string, unknown] => (name === 'const' ? ['enum', [each]] : [name, each]))
      // What a field is for may be said where it is used; it is the same shape.
      .filter(([name]) => key === 'properties' || name !== 'description');
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/** A schema in a few words, for a cell of a table. */
export function typeWords(schema: JsonSchema): string {
  const name = namesByText.get(canonical(schema));
  if (name !== undefined) return `[${name}](#${name.toLowerCase()})`;
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeWords).join(' or ');
  if ('const' in schema) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => code(JSON.stringify(value))).join(', ');
  switch (schema.type) {
    case 'array':
      return `list of ${schema.items === undefined ? 'anything' : typeWords(schema.items)}${limits(schema)}`;
    case 'object':
      return objectWords(schema);
    default:
      return `${schema.format ?? schema.type ?? 'anything'}${limits(schema)}`;
  }
}

function objectWords({ properties = {}, additionalProperties }: JsonSchema): string {
  if (typeof additionalProperties === 'object')
    return `object, each member ${typeWords(additionalProperties)}`;
  const members = Object.entries(properties).map(([name, schema]) => `${code(name)} ${typeWords(schema)}`);
  return `object: ${members.join('; ')}`;
}

function limits(schema: JsonSchema): string {
  const { minimum, maximum, minItems, maxItems, uniqueItems, pattern, format } = schema;
  const { minLength, maxLength } = schema;
  const words = [
    range(minimum, maximum),
    range(minItems, maxItems, 'entries'),
    uniqueItems === true ? 'each once' : '',
    pattern === undefined ? range(minLength, maxLength, 'characters') : code(pattern),
    format === undefined ? '' : schema.type === 'string' ? '' : format,
  ].filter((word) => word !== '');
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function range(min: number | undefined, max: number | undefined, unit = ''): string {
  const number = (value: number) => value.toLocaleString('en-US');
  const suffix = unit === '' ? '' : ` ${unit}`;
  if (min !== undefined && max !== undefined) return `${number(min)}–${number(max)}${suffix}`;
  if (min !== undefined) return `≥ ${number(min)}${suffix}`;
  return max === undefined ? '' : `≤ ${number(max)}${suffix}`;
}
