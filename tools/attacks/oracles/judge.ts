import type { Reason } from '@jari/contract/reasons';
import type { AttackAnswer, AttackRequest } from '../requests/request.ts';
import { Canaries } from './canaries.ts';
import { problemCheck, type DeclaredOperation } from './declared.ts';
import { findLeak } from './leaks.ts';

/** Answers of 500 and more that are meant: by what the test's own server was told, or does not have. */
const PLANNED: Readonly<Record<string, readonly Reason[]>> = {
  startRehearsal: ['unavailable'],
  // Whose process takes its time on a machine with far too much to do.
  printTicket: ['unavailable'],
};
/** What any address may answer before a route is found. */
const OUTSIDE: ReadonlySet<Reason> = new Set(['not_found', 'validation', 'too_large', 'rate_limited']);

/** Where names and phones are shown to those who work for the house. */
const HOUSE_SEES = new Set([
  ...[
    'listReservations',
    'openReservation',
    'exportReservations',
    'exportPerson',
    'sellAtDesk',
    'listGuests',
  ],
  'cancelForVisitor',
]);

export interface Judged {
  readonly request: AttackRequest;
  readonly answer: AttackAnswer;
}

/** Says what is wrong with an answer; nothing: it is as it should be. */
export class Judge {
  constructor(
    private readonly declared: ReadonlyMap<string, DeclaredOperation>,
    private readonly canaries: Canaries,
    private readonly isLimited: boolean,
  ) {}

  findings(judged: Judged): readonly string[] {
    const { request, answer } = judged;
    const operation = request.operationId === undefined ? undefined : this.declared.get(request.operationId);
    return [
      ...ofHeaders(answer),
      ...(answer.status >= 400 ? this.ofProblem(judged, operation) : this.ofSuccess(judged, operation)),
      ...this.ofCanaries(judged),
    ];
  }

  private ofProblem({ request, answer }: Judged, operation: DeclaredOperation | undefined): string[] {
    const { status, body, headers } = answer;
    const leak = findLeak(body);
    const found = leak === undefined ? [] : [`the answer shows ${leak}`];
    if (!typeOf(answer).startsWith('application/problem+json')) {
      return [...found, `${status} as ${typeOf(answer) || 'nothing'} instead of a problem`];
    }
    if (request.method === 'HEAD') return found;
    const problem = parsed(body);
    const wrong = problemCheck(problem);
    if (wrong !== undefined) return [...found, `no problem of the contract: ${wrong}`];
    // Checked on the line above.
    const {
      reason,
      status: said,
      request_id: id,
    } = problem as { reason: Reason; status: number; request_id: string };
    if (this.isLimited && (reason === 'rate_limited' || reason === 'overloaded')) return found;
    if (said !== status) found.push(`status ${status} says that it is ${said}`);
    if (id !== headers['x-request-id']) found.push('the request’s id is not that of the header');
    if (
      status >= 500 &&
      reason !== 'intentional_failure' &&
      !(PLANNED[request.operationId ?? ''] ?? []).includes(reason)
    ) {
      found.push(`unplanned ${status} ${reason}`);
    }
    if (operation !== undefined) {
      const answers = operation.answers.get(status);
      if (answers?.reasons.has(reason) !== true) found.push(`${status} ${reason} is not declared`);
    } else if (request.operationId === undefined && status < 500 && isStrange(request, reason)) {
      found.push(`${reason} at an address of nobody’s`);
    }
    return found;
  }

  private ofSuccess({ request, answer }: Judged, operation: DeclaredOperation | undefined): string[] {
    if (operation === undefined) return [];
    const { status, body } = answer;
    const declared = operation.answers.get(status);
    if (declared === undefined) return [`status ${status} is not declared`];
    if (request.method === 'HEAD') return body === '' ? [] : ['HEAD with a body'];
    if (declared.contents.size === 0) return [];
    const type = typeOf(answer).split(';', 1)[0] ?? '';
    if (!declared.contents.has(type)) return [`content of type “${type}” is not declared`];
    const check = declared.contents.get(type);
    const wrong = check?.(parsed(body));
    return wrong === undefined ? [] : [`the body is not as declared: ${wrong}`];
  }

  private ofCanaries({ request, answer }: Judged): string[] {
    const traces = Canaries.in(answer.body);
    if (traces.length === 0) return [];
    const { operationId = '', identity } = request;
    if (answer.status < 300 && HOUSE_SEES.has(operationId) && identity.startsWith('house:')) return [];
    // Who knows code and phone has the ticket.
    if (answer.status === 200 && operationId === 'findReservation') return [];
    const strange = traces.filter((trace) => !this.canaries.wasSentBy(trace, identity));
    return strange.map((trace) => `${identity} is shown ${trace}, which others have sent`);
  }
}

function ofHeaders({ headers, status }: AttackAnswer): string[] {
  const found: string[] = [];
  if (headers['x-content-type-options'] !== 'nosniff') found.push(`${status} without nosniff`);
  if (headers['x-request-id'] === undefined) found.push(`${status} without a request id`);
  for (const [name, value] of Object.entries(headers)) {
    if (/^(x-injected|x-powered-by)$/.test(name)) found.push(`a header ${name}`);
    if (/[\r\n\0]/.test(String(value))) found.push(`a line break in ${name}`);
  }
  return found;
}

/** Methods and addresses beside the description: whatever is not refused as unknown belongs to another operation. */
function isStrange({ story }: AttackRequest, reason: Reason): boolean {
  return story.startsWith('an address of') && !OUTSIDE.has(reason);
}

function typeOf({ headers }: AttackAnswer): string {
  const type = headers['content-type'];
  return typeof type === 'string' ? type : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return `no JSON: ${text.slice(0, 60)}`;
  }
}
