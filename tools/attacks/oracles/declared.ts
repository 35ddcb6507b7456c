import { Problem } from '@jari/contract';
import { isReason, type Reason } from '@jari/contract/reasons';
import { Compile } from 'typebox/schema';
import { routesOf, type Content, type JsonSchema, type OpenApi } from '../../docs/open-api.ts';

/** A schema that says what is wrong with a value; undefined: nothing. */
type Check = (value: unknown) => string | undefined;

export interface DeclaredAnswer {
  /** By the type of content. Undefined in it: any text of that type will do. */
  readonly contents: ReadonlyMap<string, Check | undefined>;
  /** Which reasons stand for this status. */
  readonly reasons: ReadonlySet<Reason>;
}

export interface DeclaredOperation {
  readonly method: string;
  readonly answers: ReadonlyMap<number, DeclaredAnswer>;
}

/** What each operation says it may answer: status, reasons, and the shape of its body. */
export function declaredBy(document: OpenApi): ReadonlyMap<string, DeclaredOperation> {
  return new Map(
    routesOf(document).map(({ method, operation }) => {
      const answers = Object.entries(operation.responses).map(([status, { description, content }]) => {
        const reasons = new Set(
          [...description.matchAll(/`(\w+)`:/g)].map(([, name]) => name ?? '').filter(isReason),
        );
        return [Number(status), { contents: checksOf(content), reasons }] as const;
      });
      return [operation.operationId, { method, answers: new Map(answers) }];
    }),
  );
}

export const problemCheck: Check = checkOf(closed(Problem));

function checksOf(content: Content | undefined): ReadonlyMap<string, Check | undefined> {
  return new Map(
    Object.entries(content ?? {}).map(([type, { schema }]) => [
      type,
      type === 'application/json' ? checkOf(closed(schema)) : undefined,
    ]),
  );
}

function checkOf(schema: JsonSchema): Check {
  const validator = Compile(schema);
  return (value) => {
    if (validator.Check(value)) return undefined;
    const [, errors] = validator.Errors(value);
    const { instancePath, message } = errors[0] ?? { instancePath: '', message: 'does not fit' };
    return `${instancePath === '' ? 'the whole' : instancePath} ${message}`;
  };
}

/** The same schema, in which no object may have a member that is not declared: what leaks, leaks in such. */
function closed(schema: JsonSchema): JsonSchema {
  const { properties, items, anyOf } = schema;
  return {
    ...schema,
    ...(items === undefined ? {} : { items: closed(items) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(closed) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, one]) => [name, closed(one)]),
          ),
          additionalProperties: schema.additionalProperties ?? false,
        }),
  };
}
