import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { canonicalPlan } from '../../server/src/plans/canonical.ts';
import { seatCountOf } from '../../server/src/plans/draw-plan.ts';
import { isTemplate, templates } from '../../server/src/plans/templates/index.ts';

/** Writes one of the template halls as a plan, ready for `POST /api/v1/admin/plans`. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, help: { type: 'boolean', default: false } },
});
const [name = ''] = positionals;
if (values.help || !isTemplate(name) || positionals.length > 1) {
  console.error(
    `usage: npm run plan -- <template> [--out FILE]\n\nTemplates: ${Object.keys(templates).join(', ')}`,
  );
  process.exit(values.help ? 0 : 2);
}

const { planId, document, text } = canonicalPlan(templates[name]());
if (values.out === undefined) {
  process.stdout.write(`${text}\n`);
} else {
  writeFileSync(values.out, `${text}\n`);
  console.log(`Wrote ${values.out}: ${document.name}, ${seatCountOf(document)} seats, id ${planId}`);
}
