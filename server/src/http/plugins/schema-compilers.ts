import { AjvCompiler } from '@fastify/ajv-compiler';
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifyServerOptions } from 'fastify';

type Compilers = Required<
  NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>
>;

/**
 * Fastify's own compilers, but what says the same is compiled once: most routes answer with the same problems, and
 * Fastify would compile those anew for each. What was compiled keeps nothing between two calls, so all applications
 * of a process share it.
 */
export const schemaCompilers: Compilers = {
  buildValidator: onceEach(AjvCompiler(), ({ httpPart, schema }) => {
    if (httpPart === 'headers') requireSmallLetters(schema);
  }),
  buildSerializer: onceEach(SerializerSelector()),
};

/** What Fastify hands to a compiler. Its types speak of the schema alone. */
interface PartOfRoute {
  readonly schema: unknown;
  readonly httpPart?: string;
}

/** A factory of compilers such that each compiler compiles each schema once. */
function onceEach<Common extends unknown[], Handed extends unknown[], Compiled>(
  build: (...common: Common) => (...handed: Handed) => Compiled,
  check: (part: PartOfRoute) => void = () => undefined,
): (...common: Common) => (...handed: Handed) => Compiled {
  const compilers = new Map<string, (...handed: Handed) => Compiled>();
  return (...common) =>
    oneOf(compilers, JSON.stringify(common), () => {
      const compile = build(...common);
      const compiled = new Map<string, Compiled>();
      return (...handed) => {
        const part = handed[0] as PartOfRoute;
        check(part);
        return oneOf(compiled, JSON.stringify(part.schema), () => compile(...handed));
      };
    });
}

function oneOf<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** A request's headers come in small letters. Fastify turns the names in a schema only for compilers that it chose itself. */
function requireSmallLetters(schema: unknown): void {
  const { properties = {} } = schema as { readonly properties?: object };
  const wrong = Object.keys(properties).find((name) => name !== name.toLowerCase());
  if (wrong !== undefined) throw new Error(`The header ${wrong} is never there: write it in small letters.`);
}
