import type { FindingCode } from '../core/checks.ts';

const seats = (count: number) => (count === 1 ? '1 seat' : `${count.toLocaleString('en')} seats`);

/** What the check found, in the words in which the server finds it. */
export function findingsEn(code: FindingCode, name: string, count: number): string {
  switch (code) {
    case 'hall_without_seats':
      return 'The hall has no seats.';
    case 'hall_too_large':
      return `The hall has ${count.toLocaleString('en')} seats; a plan may have 200,000.`;
    case 'too_many_things':
      return `${count.toLocaleString('en')} sections, areas or categories are too many.`;
    case 'name_empty':
      return 'A name is empty.';
    case 'name_too_long':
      return `The name “${name.slice(0, 20)}…” is too long; ${count} characters at most.`;
    case 'category_twice':
      return `Names the category “${name}” a second time.`;
    case 'section_twice':
      return `Names the section “${name}” a second time.`;
    case 'label_twice':
      return count === 1
        ? `Is a second seat “${name}”.`
        : `Are second seats: “${name}” and ${count - 1} more.`;
    case 'seat_without_number':
      return `${name}: the number of ${seats(count)} is empty.`;
    case 'without_category':
      return `${name}: ${seats(count)} without a category.`;
    case 'capacity_wrong':
      return `${name}: the capacity must be 1 to 200,000.`;
    case 'outline_wrong':
      return `${name || 'Shape'}: has fewer than three corners, or too many.`;
    case 'far_away':
      return `${name || 'Shape'}: is too far away, or too large.`;
    case 'seats_overlap':
      return `${name || 'Row without a name'}: ${seats(count)} ${count === 1 ? 'stands' : 'stand'} where another seat stands.`;
    case 'section_empty':
      return `The section “${name}” is empty, and is left out when saved.`;
    case 'category_unused':
      return `No seat has the category “${name}”.`;
  }
}
