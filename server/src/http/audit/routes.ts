import { Type } from '@fastify/type-provider-typebox';
import { Audit, EventId } from '@jari/contract';
import type { FastifyRequest } from 'fastify';
import type { AuditedFinding, EventAudit } from '../../audit/auditor.ts';
import type { Audits } from '../../audit/audits.ts';
import { actorOf } from '../organisers/organiser-of.ts';
import { ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

const AuditQuery = Type.Object({ event: Type.Optional(EventId) }, { additionalProperties: false });

/** How soon to ask again while another audit runs. */
const BUSY_SECONDS = 10;

/** Proves on the running system that log, seats, reservations, memory, views, streams and Redis agree. */
export function auditRoutes(audits: Audits): Routes {
  return (app, { allow, offices, trail, settings, clock }) => {
    const audit = async (eventId: string | undefined, hasToRepair: boolean): Promise<Audit> => {
      const startedAt = clock.monotonicMs();
      const eventIds =
        eventId === undefined
          ? (await withLedger(offices.listed.all())).map((event) => event.eventId)
          : [eventId];
      const outcome = await withLedger(audits.of(eventIds, hasToRepair));
      if (outcome.is === 'busy') {
        throw new ProblemError('rate_limited', {
          detail: 'Another audit is running, here or at another server. One runs at a time.',
          headers: { 'retry-after': String(BUSY_SECONDS) },
        });
      }
      if (eventId !== undefined && outcome.audits.length === 0) {
        throw new ProblemError('not_found', { detail: 'There is no such event.' });
      }
      return {
        ok: outcome.audits.every(({ isOk }) => isOk),
        events: outcome.audits.map(eventAuditJson),
        took_ms: Math.round(clock.monotonicMs() - startedAt),
      };
    };
    const options = {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
    };

    app.get(
      '/admin/audit',
      {
        ...options,
        exposeHeadRoute: false,
        schema: {
          operationId: 'audit',
          tags: ['admin'],
          summary:
            'Whether log, seats, reservations, memory, views, streams and Redis agree; changes nothing',
          security: ORGANISER_SECURITY,
          querystring: AuditQuery,
          response: { 200: Audit, ...problems('unauthorized', 'not_your_role', 'not_found', 'rate_limited') },
        },
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        return audit(request.query.event, false);
      },
    );

    app.post(
      '/admin/audit/repairs',
      {
        ...options,
        schema: {
          operationId: 'auditAndRepair',
          tags: ['admin'],
          summary:
            'The same, and makes anew what is only derived from the ledger; never touches what is true',
          security: ORGANISER_SECURITY,
          querystring: AuditQuery,
          response: { 200: Audit, ...problems('unauthorized', 'not_your_role', 'not_found', 'rate_limited') },
        },
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const result = await audit(request.query.event, true);
        await withLedger(noteRepairs(request, result));
        return result;
      },
    );

    async function noteRepairs(request: FastifyRequest, { events }: Audit): Promise<void> {
      for (const { event, findings } of events) {
        const repaired = findings.filter((finding) => finding.repaired).map(({ check }) => check);
        if (repaired.length === 0) continue;
        const detail = { repaired: [...new Set(repaired)] };
        await trail.note({ actor: actorOf(request), action: 'audit.repaired', eventId: event, detail });
      }
    }
  };
}

function eventAuditJson({
  eventId,
  isOk,
  sequence,
  checked,
  findings,
  tookMs,
}: EventAudit): Audit['events'][number] {
  return {
    ...{ event: eventId, ok: isOk, sequence, checked: { ...checked } },
    findings: findings.map(findingJson),
    took_ms: tookMs,
  };
}

function findingJson({ check, severity, what, count, seatIds, sequence, isRepaired }: AuditedFinding) {
  return { check, severity, what, count, seat_ids: [...seatIds], sequence, repaired: isRepaired };
}
