import { Type } from '@fastify/type-provider-typebox';
import { PlanDocument, PlanImported, PlanSummary } from '@jari/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { exportFormats } from '../../plans/export-plan.ts';
import { refuseKey } from '../idempotency.ts';
import { invalid, ProblemError } from '../problem.ts';
import type { App, RouteContext, Routes } from '../route-context.ts';
import { ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { attachment } from './attachment.ts';
import { readContentType, type PlanBody } from './plan-body.ts';
import { PlanParams } from './public-routes.ts';
import { inWorkshop } from './with-workshop.ts';

/** The largest file that is read as a plan: 200,000 seats of our own format take half of it. */
export const PLAN_BYTES_MAX = 16 * 1024 * 1024;

const security = ORGANISER_SECURITY;
const ImportQuery = Type.Object(
  {
    name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'What a table is called.' }),
    ),
  },
  { additionalProperties: false },
);
const ExportQuery = Type.Object(
  { format: Type.Optional(Type.Enum([...exportFormats], { default: 'jari' })) },
  { additionalProperties: false },
);

/** Plans as the organiser handles them. */
export const adminPlanRoutes: Routes = (app, context) => {
  addImport(app, context);
  addList(app, context);
  addExport(app, context);
};

function addImport(app: App, context: RouteContext): void {
  const { ledger, workshop, allow, settings } = context;
  // A scope of its own: only here bodies are taken as bytes, so that nothing of theirs is read in this thread.
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    const typed: App = scope;
    typed.post(
      '/admin/plans',
      {
        bodyLimit: PLAN_BYTES_MAX,
        config: { rateLimit: { max: settings.coldRequestsPerMinute } },
        preParsing: allow('organiser'),
        // The workshop says what is wrong with the body, all at once and with places; the schemas are to be read.
        validatorCompiler: () => () => true,
        schema: {
          operationId: 'importPlan',
          tags: ['admin'],
          summary: 'Keeps a hall’s plan: our own JSON, pretix’s or a table, up to 16 MB; see docs/plans.md',
          security,
          querystring: ImportQuery,
          body: {
            content: { 'application/json': { schema: PlanDocument }, 'text/csv': { schema: Type.String() } },
          },
          response: { 200: PlanImported, 201: PlanImported, ...problems('not_your_role', 'too_large') },
        },
      },
      async (request, reply) => {
        refuseKey(request);
        const file = { ...bodyOf(request), name: nameOf(request.query) };
        const result = await inWorkshop(workshop.run({ kind: 'import', file }));
        if ('problems' in result) throw new ProblemError('validation', { errors: result.problems });
        const { document, summary, ignored, notes } = result;
        const { id: planId, name, seat_count: seatCount } = summary;
        const outcome = await withLedger(ledger.putPlan({ planId, name, seatCount, document, summary }));
        reply.code(outcome === 'created' ? 201 : 200);
        return { success: true as const, plan: summary, ignored: [...ignored], notes: [...notes] };
      },
    );
    done();
  });
}

function bodyOf(request: FastifyRequest): PlanBody {
  const type = readContentType(request.headers['content-type']);
  if (type === undefined) throw invalid('content-type', 'must be application/json or text/csv');
  if (!(request.body instanceof Uint8Array) || request.body.length === 0) {
    throw invalid('body', 'must be a plan');
  }
  return { ...type, bytes: request.body };
}

function nameOf({ name }: { readonly name?: unknown }): string | undefined {
  if (name === undefined) return undefined;
  if (typeof name === 'string' && name.length >= 1 && name.length <= 200) return name;
  throw invalid('name', 'must have 1 to 200 characters');
}

function addList(app: App, { ledger, allow, settings }: RouteContext): void {
  app.get(
    '/admin/plans',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        operationId: 'listPlans',
        tags: ['admin'],
        summary: 'The plans that are kept, the newest first',
        security,
        response: { 200: Type.Object({ plans: Type.Array(PlanSummary) }), ...problems('not_your_role') },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return { plans: [...(await withLedger(ledger.listPlans()))] };
    },
  );
}

/** What the description says of another program's format. */
const ForeignPlan = Type.Record(Type.String(), Type.Unknown(), {
  description: 'With `format=pretix`: what pretix reads.',
});

function addExport(app: App, { ledger, workshop, allow, settings }: RouteContext): void {
  app.get(
    '/admin/plans/:plan/export',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        operationId: 'exportPlan',
        tags: ['admin'],
        summary: 'A plan as a file: all of it, or what another format can carry of it',
        security,
        params: PlanParams,
        querystring: ExportQuery,
        response: {
          200: {
            description: 'The file; docs/plans.md says what each format carries.',
            content: {
              'application/json': { schema: Type.Union([PlanDocument, ForeignPlan]) },
              'text/csv': { schema: Type.String() },
            },
          },
          ...problems('not_your_role', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const { plan } = request.params;
      const format = request.query.format ?? 'jari';
      const [document, summary] = await withLedger(
        Promise.all([ledger.findPlan(plan), ledger.findPlanSummary(plan)]),
      );
      if (document === undefined || summary === undefined) throw new ProblemError('not_found');
      const text = await inWorkshop(workshop.run({ kind: 'export', document, format }));
      const ending = { jari: 'jari.json', pretix: 'pretix.json', csv: 'csv' }[format];
      reply.headers({
        'cache-control': 'no-store',
        'content-disposition': attachment(summary.name, ending),
        'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      });
      // The schema documents the text.
      const untyped: FastifyReply = reply;
      return untyped.send(Buffer.from(text));
    },
  );
}
