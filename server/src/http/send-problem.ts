import type { Reason } from '@jari/contract/reasons';
import { reasons } from '@jari/contract/reasons';
import type { FastifyReply } from 'fastify';
import type { Refusal } from '../domain/refusal.ts';
import { overloadedStatus } from './overload/overloaded-answer.ts';
import { factsOf, PROBLEM_TYPE, problemText, retryAfter, type ProblemFacts } from './problem.ts';

const HEADERS = ['content-type', PROBLEM_TYPE, 'cache-control', 'no-store'];

/**
 * Answers with a problem. Written here rather than by a route's schema, so that it looks the same where there
 * is none.
 */
export function sendProblem(reply: FastifyReply, reason: Reason, facts: ProblemFacts): void {
  const { status, mark } =
    reason === 'overloaded' ? overloadedStatus(reply.request) : { status: reasons[reason].status, mark: {} };
  const wait = retryAfter(status);
  if (wait !== undefined && !reply.hasHeader('retry-after')) reply.header('retry-after', wait);
  if (reason === 'unauthorized') reply.header('www-authenticate', 'Bearer realm="jari"');
  if (facts.headers !== undefined) reply.headers(facts.headers);
  reply
    .code(status)
    .headers(mark)
    .header('content-type', PROBLEM_TYPE)
    .header('cache-control', 'no-store')
    .send(problemText(reason, facts, reply.request.id));
}

/**
 * Says no for the box office, as throwing the same would, but without the detour: most answers are of this
 * kind in the minute in which a hall sells out. Nothing may have been set on the reply.
 */
export function sendRefusal(reply: FastifyReply, refusal: Refusal, eventId: string): void {
  const { status } = reasons[refusal.refused];
  const facts = factsOf(refusal, eventId);
  const wait = facts.headers?.['retry-after'] ?? retryAfter(status);
  const headers = wait === undefined ? HEADERS : [...HEADERS, 'retry-after', wait];
  const text = problemText(refusal.refused, facts, reply.request.id);
  reply.server.answering.sendBody(reply, status, headers, text);
}
