/** What stands between section, row and number in the label of a seat. */
export const LABEL_SEPARATOR = ' · ';

/**
 * Seats as one says them: "A1, A2", and of a row only once which it is: "Balcony · B · 6, 7; Balcony · C · 1".
 * @param between what stands between seats whose labels are one word
 */
export function seatsInWords(seats: readonly { readonly label: string }[], between = ', '): string {
  const rows: { readonly row: string; readonly numbers: string[] }[] = [];
  for (const { label } of seats) {
    const end = label.lastIndexOf(LABEL_SEPARATOR);
    const row = end < 0 ? '' : label.slice(0, end + LABEL_SEPARATOR.length);
    const last = rows.at(-1);
    if (row !== '' && last?.row === row) last.numbers.push(label.slice(row.length));
    else rows.push({ row, numbers: [label.slice(row.length)] });
  }
  const said = rows.map(({ row, numbers }) => row + numbers.join(', '));
  return said.join(rows.some(({ row }) => row !== '') ? '; ' : between);
}
