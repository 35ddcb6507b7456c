import type { Failure } from '@jari/client/outcome';

/** What is plainly missing; the finer judgement (is this a number?) is the server's. */
export type FieldFault = 'name_missing' | 'name_long' | 'phone_missing' | 'phone_wrong' | 'name_wrong';

export interface Faults {
  readonly name?: FieldFault;
  readonly phone?: FieldFault;
}

const NAME_CODE_POINTS_MAX = 50;
const PHONE_DIGITS_MIN = 8;

/** The faults that need no server; an empty object when there are none. */
export function checkDetails(name: string, phone: string): Faults {
  const trimmed = name.normalize('NFC').trim();
  const digits = phone.replace(/\D/g, '');
  return {
    ...(trimmed === ''
      ? { name: 'name_missing' as const }
      : [...trimmed].length > NAME_CODE_POINTS_MAX
        ? { name: 'name_long' as const }
        : {}),
    ...(digits === ''
      ? { phone: 'phone_missing' as const }
      : digits.length < PHONE_DIGITS_MIN
        ? { phone: 'phone_wrong' as const }
        : {}),
  };
}

/** What the server found wrong of a name and a phone number; empty where it found nothing of them. */
export function faultsIn(failure: Failure): Faults {
  const errors = (failure.kind === 'refused' && failure.problem.errors) || [];
  const isWrong = (part: string) => errors.some(({ field }) => field.includes(part));
  return {
    ...(isWrong('name') ? { name: 'name_wrong' as const } : {}),
    ...(isWrong('phone') ? { phone: 'phone_wrong' as const } : {}),
  };
}
