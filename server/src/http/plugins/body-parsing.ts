import type { FastifyInstance } from 'fastify';
import { invalid } from '../problem.ts';

/**
 * Bodies are JSON or nothing. Many clients send a content type without a body (a DELETE through a fetch
 * wrapper), so an empty body is none whatever it calls itself; any other type is refused, which also keeps
 * forms of foreign pages out.
 */
export function addBodyParsing(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parseJson(request, body, done);
  });
  app.addContentTypeParser<string>('*', { parseAs: 'string' }, (_request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(invalid('content-type', 'must be application/json'), undefined);
  });
}
