import type { FieldName } from './check-draft.ts';

/** The id of a field's element. Categories are named freely, ids must not hold spaces. */
export function fieldId(name: FieldName): string {
  return `field-${name.replace(/[^\w-]/g, (letter) => `-${letter.charCodeAt(0).toString(16)}-`)}`;
}
