import { type Example, API, TOKEN, curl, ok } from './example.ts';
import { PLAN } from './example-things.ts';

/** Examples of the templates' routes, by operationId. */
export const planTemplateExamples: Readonly<Record<string, Example>> = {
  listPlanTemplates: ok(curl(`${API}/admin/plan-templates`, TOKEN), {
    templates: [
      { name: 'grid', seat_count: 100 },
      { name: 'theatre', seat_count: 300 },
    ],
  }),
  getPlanTemplate: ok(curl(`${API}/admin/plan-templates/theatre`, TOKEN), {
    ...PLAN,
    areas: [
      { shape: 'rectangle', x: 0, y: -60, width: 50, height: 30, text: { content: 'Stage', x: 25, y: 15 } },
    ],
    focus: { x: 25, y: -45 },
  }),
};
