import type { FieldError, PlanImported } from '@jari/contract';
import { adminRequest } from '#lib/admin/admin-api.ts';
import type { Outcome } from '@jari/client/outcome';

/** Why a file is not taken. */
export interface Refusal {
  readonly title: string;
  readonly advice: string;
  readonly errors: readonly FieldError[];
}

const IMPORT_TIMEOUT_MS = 90_000;

/**
 * Brings a file to the server, which knows all formats. A table without a name of its own gets the file's. A file that
 * was moved, or that another program has locked, cannot be read.
 */
export async function importFile(file: File): Promise<Outcome<PlanImported> | 'unreadable'> {
  const body = await textOf(file).catch(() => undefined);
  if (body === undefined) return 'unreadable';
  const isTable = /\.(csv|tsv|txt)$/i.test(file.name) || file.type === 'text/csv';
  // By signs: half of one is no text, and nothing that an address could hold.
  const name = Array.from(file.name.replace(/\.[^.]*$/, ''))
    .slice(0, 200)
    .join('');
  return adminRequest<PlanImported>(
    `/admin/plans${isTable && name ? `?name=${encodeURIComponent(name)}` : ''}`,
    {
      method: 'POST',
      body,
      ...(isTable ? { contentType: 'text/csv' } : {}),
      timeoutMs: IMPORT_TIMEOUT_MS,
    },
  );
}

/** Tables of Korean spreadsheets are often in EUC-KR, and Excel's “Unicode text” in UTF-16. */
async function textOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('euc-kr').decode(bytes);
  }
}
