import type { PlanDocument } from '@jari/contract';
import { writeCsv } from './csv/write.ts';
import { writePretix } from './pretix/write.ts';

export const exportFormats = ['jari', 'pretix', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Writes a stored plan in a format; our own is what is stored. */
export function exportPlan(canonicalText: string, format: ExportFormat): string {
  if (format === 'jari') return canonicalText;
  const document = JSON.parse(canonicalText) as PlanDocument;
  return format === 'pretix' ? writePretix(document) : writeCsv(document);
}
