import type { FieldError } from '@jari/contract';
import { ProblemError } from '../problem.ts';
import { readMobile } from './phone.ts';
import { readUserName } from './user-name.ts';

/** Who will sit there, as it is kept. */
export interface Person {
  readonly userName: string;
  readonly phone: string;
}

/** Normalises name and phone. Refuses with everything that is wrong, so that a form can mark both fields. */
export function readPerson(input: { readonly user_name: string; readonly phone: string }): Person {
  const name = readUserName(input.user_name);
  const phone = readMobile(input.phone);
  if ('name' in name && 'phone' in phone) return { userName: name.name, phone: phone.phone };
  const errors: FieldError[] = [];
  if ('message' in name) errors.push({ field: 'user_name', message: name.message });
  if ('message' in phone) errors.push({ field: 'phone', message: phone.message });
  throw new ProblemError('validation', { errors });
}
