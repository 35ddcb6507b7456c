import type { ListedReservation } from '@jari/contract';
import type { PeopleWords } from './words.ts';

/** The name, or why there is none to be seen. */
export function personText(
  { user_name: name, personal_data: state }: Pick<ListedReservation, 'user_name' | 'personal_data'>,
  t: Pick<PeopleWords, 'erased' | 'unreadable'>,
): string {
  if (state === 'removed') return t.erased;
  return state === 'unreadable' ? t.unreadable : name;
}
