import { Type } from '@fastify/type-provider-typebox';
import { PLAN_TEMPLATES, PlanDocument, PlanTemplateList, PlanTemplateName } from '@jari/contract';
import type { FastifyReply } from 'fastify';
import type { Routes } from '../route-context.ts';
import { problems } from '../schemas.ts';
import { inWorkshop } from './with-workshop.ts';

const security = [{ adminToken: [] }];
/** What the templates have; written down, because drawing a stadium only to count its seats takes a while. */
const SEAT_COUNTS: Record<PlanTemplateName, number> = {
  grid: 100,
  theatre: 300,
  hall: 1_500,
  arena: 12_000,
  stadium: 50_000,
};

/** Halls to start a drawing from. They are no plans until somebody keeps one. */
export const planTemplateRoutes: Routes = (app, { workshop, allow, settings }) => {
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };
  app.get(
    '/admin/plan-templates',
    {
      config,
      preParsing: allow('organiser'),
      schema: {
        operationId: 'listPlanTemplates',
        tags: ['admin'],
        summary: 'Halls to start a drawing from',
        security,
        response: { 200: PlanTemplateList, ...problems('not_your_role') },
      },
    },
    () => ({ templates: PLAN_TEMPLATES.map((name) => ({ name, seat_count: SEAT_COUNTS[name] })) }),
  );
  app.get(
    '/admin/plan-templates/:template',
    {
      config,
      preParsing: allow('organiser'),
      schema: {
        operationId: 'getPlanTemplate',
        tags: ['admin'],
        summary: 'A hall to start a drawing from, in our own format',
        security,
        params: Type.Object({ template: PlanTemplateName }),
        response: {
          200: {
            description: 'The plan, not kept yet.',
            content: { 'application/json': { schema: PlanDocument } },
          },
          ...problems('not_your_role', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const text = await inWorkshop(workshop.run({ kind: 'template', name: request.params.template }));
      // The schema documents the text.
      const untyped: FastifyReply = reply;
      return untyped.type('application/json; charset=utf-8').send(text);
    },
  );
};
