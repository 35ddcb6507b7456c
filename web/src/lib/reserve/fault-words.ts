import { later } from '#lib/i18n/later.ts';
import type { FieldFault } from './check-details.ts';

const wordOf = {
  name_missing: 'nameMissing',
  name_long: 'nameLong',
  name_wrong: 'nameWrong',
  phone_missing: 'phoneMissing',
  phone_wrong: 'phoneWrong',
} as const satisfies Record<FieldFault, string>;

/** What stands at a field that is wrong; nothing at one that is not. */
export function faultText(fault: FieldFault | undefined): string {
  return fault ? later.t.reserve[wordOf[fault]] : '';
}
