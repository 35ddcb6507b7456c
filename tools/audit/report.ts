import type { Audit, EventAudit } from '@jari/contract';
import type { OutsideView } from './outside.ts';

/** What was looked at and found, for people. */
export function reportLines(audit: Audit, outside: ReadonlyMap<string, OutsideView>): string[] {
  const rows = audit.events.map((event) => rowOf(event, outside.get(event.event)));
  const table = [
    ['event', 'result', 'change', 'seats', 'reservations', 'line', 'hold keys', 'log from outside', 'ms'],
    ...rows,
  ];
  const widths = (table[0] ?? []).map((_, i) => Math.max(...table.map((row) => (row[i] ?? '').length)));
  const lines = table.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  for (const { event, findings } of audit.events) {
    for (const { check, severity, what, count, seat_ids, sequence, repaired } of findings) {
      const seats = seat_ids.length === 0 ? '' : `, seats ${seat_ids.join(', ')}`;
      const place = sequence === null ? '' : `, change ${sequence}`;
      const fate = repaired
        ? 'repaired'
        : severity === 'true'
          ? 'TRUE: a person must decide'
          : 'can be repaired';
      lines.push(`${event}: ${check}: ${what} (${count}×${seats}${place}) – ${fate}`);
    }
    for (const what of outside.get(event)?.findings ?? []) lines.push(`${event}: from outside: ${what}`);
  }
  return lines;
}

function rowOf(
  { event, ok, sequence, checked, took_ms }: EventAudit,
  outside: OutsideView | undefined,
): string[] {
  const isOk = ok && outside?.findings.length === 0;
  const count = (name: string) => String(checked[name] ?? 0);
  const counts = [count('seats'), count('reservations'), count('places_in_line'), count('hold_keys')];
  return [
    event,
    isOk ? 'agrees' : 'DIFFERS',
    String(sequence),
    ...counts,
    String(outside?.loggedChanges ?? '–'),
    String(took_ms),
  ];
}
