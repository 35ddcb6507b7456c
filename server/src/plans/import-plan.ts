import { readCsv } from './csv/read.ts';
import { Findings } from './findings.ts';
import { isObject, Members } from './members.ts';
import { readJson } from './plan-json.ts';
import { readPretix } from './pretix/read.ts';
import { readJari } from './read-jari.ts';
import { refusal, type Reading } from './reading.ts';
import { tidyLine } from './tidy.ts';

/** A file as it was sent. */
export interface PlanFile {
  readonly bytes: Uint8Array;
  readonly kind: 'json' | 'csv';
  /** As the content type names it. */
  readonly charset: string | undefined;
  /** For tables, which have no name of their own. */
  readonly name: string | undefined;
}

/** Reads a plan of whichever format it is in. Says what is wrong rather than throwing, whatever the bytes are. */
export function importPlan({ bytes, kind, charset, name }: PlanFile): Reading {
  const findings = new Findings();
  const text = decode(bytes, charset, findings);
  if (text === undefined) return refusal(findings);
  if (kind === 'csv') return readCsv(text, tidyLine(name ?? '') || 'Plan', findings);

  let value: unknown;
  try {
    value = readJson(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    findings.problem(
      'body',
      `must be valid JSON${error instanceof SyntaxError ? `: ${error.message.slice(0, 200)}` : ''}`,
    );
    return refusal(findings);
  }
  if (!isObject(value)) {
    findings.problem('body', 'must be an object');
    return refusal(findings);
  }
  if (Object.hasOwn(value, 'zones') && !Object.hasOwn(value, 'format')) {
    return readPretix(new Members(value, '', findings), findings);
  }
  if (Reflect.get(value, 'format') === 'jari-plan') return readJari(value, findings);
  findings.problem('/format', 'must be "jari-plan"; or the file has zones, as pretix writes them');
  return refusal(findings);
}

function decode(bytes: Uint8Array, charset: string | undefined, findings: Findings): string | undefined {
  try {
    return new TextDecoder(charset ?? markedCharset(bytes), { fatal: true }).decode(bytes);
  } catch (error) {
    // One error is that of an unknown name, the other that of bytes that are not of it.
    if (error instanceof RangeError)
      findings.problem('content-type', 'names a charset that is not known here');
    else {
      findings.problem(
        'body',
        `is not ${charset ?? 'UTF-8'}; save it as UTF-8, or name its charset in the content type, e.g. “text/csv; charset=euc-kr”`,
      );
    }
    return undefined;
  }
}

/** Excel's "Unicode text" begins with this mark. */
function markedCharset(bytes: Uint8Array): string {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
}
