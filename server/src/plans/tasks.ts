import type { FieldError, PlanDocument, PlanSummary, PlanTemplateName } from '@jari/contract';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { TicketToPrint } from '../print/print-ticket.ts';
import { canonicalPlan } from './canonical.ts';
import { drawPlan } from './draw-plan.ts';
import { exportPlan, type ExportFormat } from './export-plan.ts';
import { importPlan, type PlanFile } from './import-plan.ts';
import { summarisePlan } from './summarise-plan.ts';
import { templates } from './templates/index.ts';

/**
 * What is done to whole plans, or for paper, and takes tenths of a second to seconds for large ones: so it is done in a
 * process of its own. Everything here can be sent from process to process.
 */
export type Task =
  | { readonly kind: 'import'; readonly file: PlanFile }
  | { readonly kind: 'export'; readonly document: string; readonly format: ExportFormat }
  | { readonly kind: 'print'; readonly ticket: TicketToPrint }
  | { readonly kind: 'draw'; readonly planId: string; readonly document: string }
  | { readonly kind: 'template'; readonly name: PlanTemplateName };

export interface Results {
  readonly import: Imported | { readonly problems: readonly FieldError[] };
  readonly export: string;
  readonly draw: DrawnPlan;
  readonly print: Uint8Array;
  /** Canonical JSON. */
  readonly template: string;
}

export interface Imported {
  /** Canonical JSON. */
  readonly document: string;
  readonly summary: PlanSummary;
  readonly ignored: readonly string[];
  readonly notes: readonly string[];
}

/** A PlanDrawing in JSON, as it is and compressed. */
export interface DrawnPlan {
  readonly identity: Uint8Array;
  readonly br: Uint8Array;
  readonly gzip: Uint8Array;
}

export type ResultOf<T extends Task> = Results[T['kind']];

export function perform(task: Task): Results[Task['kind']] | Promise<Results[Task['kind']]> {
  switch (task.kind) {
    case 'import':
      return performImport(task.file);
    case 'export':
      return exportPlan(task.document, task.format);
    case 'draw':
      return performDraw(task.planId, task.document);
    case 'print':
      return performPrint(task.ticket);
    case 'template':
      return canonicalPlan(templates[task.name]()).text;
  }
}

/** Whoever prints no ticket does not wait for what it takes to draw one. */
async function performPrint(ticket: TicketToPrint): Promise<Uint8Array> {
  const { printTicket } = await import('../print/print-ticket.ts');
  return printTicket(ticket);
}

function performImport(file: PlanFile): Results['import'] {
  const reading = importPlan(file);
  if ('problems' in reading) return reading;
  const { plan, ignored, notes } = reading;
  return { document: plan.text, summary: summarisePlan(plan), ignored, notes };
}

function performDraw(planId: string, text: string): DrawnPlan {
  const document = JSON.parse(text) as PlanDocument;
  const identity = Buffer.from(JSON.stringify(drawPlan({ planId, document })));
  // A stadium takes 25 ms so; the highest quality takes 1.1 s to save another fifth.
  const br = brotliCompressSync(identity, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
    },
  });
  return { identity, br, gzip: gzipSync(identity, { level: constants.Z_BEST_COMPRESSION }) };
}
