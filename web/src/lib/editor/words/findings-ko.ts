import type { FindingCode } from '../core/checks.ts';

/** What the check found, in words; where the server finds the same, it means the same. */
export function findingsKo(code: FindingCode, name: string, count: number): string {
  switch (code) {
    case 'hall_without_seats':
      return '좌석이 하나도 없어요.';
    case 'hall_too_large':
      return `${count.toLocaleString('ko')}석이에요. 한 공연장은 200,000석까지예요.`;
    case 'too_many_things':
      return `구역, 도형 또는 등급이 ${count.toLocaleString('ko')}개로 너무 많아요.`;
    case 'name_empty':
      return '이름이 비어 있어요.';
    case 'name_too_long':
      return `‘${name.slice(0, 20)}…’ 이름이 너무 길어요. ${count}자까지예요.`;
    case 'category_twice':
      return `‘${name}’ 등급이 두 번 있어요.`;
    case 'section_twice':
      return `‘${name}’ 구역이 두 번 있어요.`;
    case 'label_twice':
      return count === 1 ? `‘${name}’ 좌석이 둘이에요.` : `‘${name}’ 등 ${count}개 좌석의 이름이 겹쳐요.`;
    case 'seat_without_number':
      return `${name}: 번호 없는 좌석이 ${count}개예요.`;
    case 'without_category':
      return `${name}: 등급 없는 좌석이 ${count}개예요.`;
    case 'capacity_wrong':
      return `${name}: 인원은 1명부터 200,000명까지예요.`;
    case 'outline_wrong':
      return `${name || '도형'}: 모서리가 셋보다 적거나 너무 많아요.`;
    case 'far_away':
      return `${name || '도형'}: 너무 멀리 있거나 너무 커요.`;
    case 'seats_overlap':
      return `${name || '이름 없는 줄'}: 다른 좌석과 겹치는 좌석이 ${count}개예요.`;
    case 'section_empty':
      return `‘${name}’ 구역이 비어 있어서, 저장할 때 빠져요.`;
    case 'category_unused':
      return `‘${name}’ 등급의 좌석이 없어요.`;
  }
}
