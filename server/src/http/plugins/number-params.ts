import type { preValidationHookHandler } from 'fastify';

const WHOLE_NUMBER = /^-?(0|[1-9][0-9]{0,14})$/;

/**
 * Makes numbers of the named parts of an address when they are written as whole numbers are written. The
 * validator itself converts nothing, so that `1e0`, `0x1` or ` 1` is not another name of seat 1, and a body
 * with the seat "1" is refused.
 */
export function numbersIn(part: 'params' | 'query', ...names: readonly string[]): preValidationHookHandler {
  return (request, _reply, done) => {
    const values = request[part] as Record<string, unknown>;
    for (const name of names) {
      const text = values[name];
      if (typeof text === 'string' && WHOLE_NUMBER.test(text)) values[name] = Number(text);
    }
    done();
  };
}
