/**
 * Times as the venue's clock shows them. A form's `datetime-local` has no zone of its own, and the organiser may sit
 * anywhere: what is typed is read by the venue's clock, and what is shown is shown by it.
 */

const PARTS = ['year', 'month', 'day', 'hour', 'minute'] as const;

/** `2031-06-21T19:30`, as `datetime-local` wants it. */
export function toZoned(iso: string, timeZone: string): string {
  return wallTime(Date.parse(iso), timeZone);
}

/**
 * The moment at which the venue's clock shows `local`; undefined when it is no time, or one that the clock leaves
 * out. Of two such moments, as when summer time ends, the first.
 */
export function fromZoned(local: string, timeZone: string): string | undefined {
  const asIfUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asIfUtc)) return undefined;
  // A zone's clock is never further from UTC than this; whatever fits lies between the offsets around it.
  const aroundMs = 15 * 3_600_000;
  const offsets = [asIfUtc - aroundMs, asIfUtc + aroundMs].map((ms) => offsetMs(ms, timeZone));
  const candidates = offsets.map((offset) => asIfUtc - offset).sort((a, b) => a - b);
  const fitting = candidates.find((ms) => wallTime(ms, timeZone) === local.slice(0, 16));
  return fitting === undefined ? undefined : new Date(fitting).toISOString();
}

/** "GMT+9", for saying which clock is meant. */
export function offsetName(timeZone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

function offsetMs(ms: number, timeZone: string): number {
  const minute = Math.floor(ms / 60_000) * 60_000;
  return Date.parse(`${wallTime(minute, timeZone)}Z`) - minute;
}

function wallTime(ms: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const said = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  const [year = '', month = '', day = '', hour = '', minute = ''] = PARTS.map((part) => said.get(part) ?? '');
  return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}`;
}
