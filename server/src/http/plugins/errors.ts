import type { FieldError } from '@jari/contract';
import { reasons } from '@jari/contract/reasons';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { commonHeaders } from '../answering.ts';
import { ProblemError, type ProblemFacts } from '../problem.ts';
import { sendProblem } from '../send-problem.ts';

/** The one place where errors become answers: refusals, broken requests, unknown routes and our own bugs. */
export function addErrorAnswers(app: FastifyInstance): void {
  app.setErrorHandler(answerError);
}

/** Answers any error. Also for those that Fastify meets before it has found a route. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = understand(error, request);
  logProblem(problem, error, request);
  // Those that Fastify meets early pass no hook.
  reply.headers(commonHeaders(request));
  sendProblem(reply, problem.reason, problem.facts);
}

function understand(error: unknown, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error;
  if (!isFastifyError(error)) return new ProblemError('internal', { cause: error });
  if (error.validation !== undefined) {
    return new ProblemError('validation', { errors: fieldErrors(error), cause: error });
  }
  const explained = explain(error);
  if (explained !== undefined) return explained;
  switch (error.statusCode) {
    case 404:
      return new ProblemError('not_found', { cause: error });
    case 413:
      return new ProblemError('too_large', { ...sizeDetail(request), cause: error });
    case 429:
      return new ProblemError('rate_limited', { cause: error });
    default: {
      const isOurs = error.statusCode === undefined || error.statusCode >= 500 || error.statusCode < 400;
      return new ProblemError(isOurs ? 'internal' : 'validation', { cause: error });
    }
  }
}

/** Routes differ in what they take. */
function sizeDetail({ routeOptions: { bodyLimit } }: FastifyRequest): Pick<ProblemFacts, 'detail'> {
  // Of an address that does not exist.
  if (typeof bodyLimit !== 'number') return {};
  const limit = bodyLimit >= 1024 ** 2 ? `${bodyLimit / 1024 ** 2} MB` : `${bodyLimit / 1024} KB`;
  return { detail: `${reasons.too_large.title.en} Send at most ${limit} here.` };
}

/** What Fastify says about a request it cannot read, in terms of the part that is wrong. */
function explain(error: FastifyError): ProblemError | undefined {
  const wrong = (field: string, message: string) =>
    new ProblemError('validation', { errors: [{ field, message }], cause: error });
  if (error instanceof SyntaxError) return wrong('body', 'must be valid JSON');
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return wrong('body', 'must be valid JSON');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return wrong('content-type', 'must be application/json');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return wrong('content-length', 'must be the length of the body');
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return wrong('path', 'is not an address of this server');
    default:
      return undefined;
  }
}

function fieldErrors(error: FastifyError): FieldError[] {
  return (error.validation ?? []).slice(0, 20).map(({ instancePath, keyword, params, message }) => {
    // A JSON pointer: what a name has of its signs is escaped.
    const names = instancePath.split('/').slice(1);
    const path = names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (keyword === 'required') path.push(String(params['missingProperty']));
    if (keyword === 'additionalProperties') path.push(String(params['additionalProperty']).slice(0, 100));
    const field = path.join('.') || (error.validationContext ?? 'body');
    return {
      field,
      message: keyword === 'additionalProperties' ? 'is not known here' : (message ?? 'is wrong'),
    };
  });
}

/**
 * What went wrong, without what was sent: a database's error may quote a whole row, so only its kind,
 * message, code and stack are kept.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function logProblem(problem: ProblemError, error: unknown, request: FastifyRequest): void {
  if (problem.reason === 'internal') {
    request.log.error({ error: describeError(error), route: request.routeOptions.url }, 'request failed');
  } else if (problem.reason === 'unavailable' && problem.facts.cause !== undefined) {
    request.log.warn({ error: describeError(problem.facts.cause) }, 'something we depend on does not answer');
  }
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && ('statusCode' in error || 'code' in error || 'validation' in error);
}
