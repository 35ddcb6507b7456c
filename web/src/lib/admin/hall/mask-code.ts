/** The first half of a code, enough to compare it with a ticket and too little to find that ticket by. */
export function maskCode(code: string): string {
  const [shown = '', hidden = ''] = code.split('-');
  return `${shown}-${'•'.repeat(hidden.length)}`;
}
