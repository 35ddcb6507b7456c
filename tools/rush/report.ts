import type { Audit } from './audit.ts';
import { SEATS } from './house.ts';
import type { Records } from './records.ts';
import type { VisitorStory } from './visitor.ts';
import type { LineWatch } from './watch-line.ts';

export interface ReportOf {
  readonly options: { readonly people: number; readonly servers: number; readonly seed: number };
  readonly opensAt: number;
  readonly records: Records;
  readonly watch: LineWatch;
  readonly story: VisitorStory | undefined;
  readonly findings: Audit;
}

const SHOWN_MAX = 20;

export function report({ options, opensAt, records, watch, story, findings }: ReportOf): string {
  const { people, servers, seed } = options;
  const endings = countBy(records.people, ({ ending }) => ending);
  const soldAt = watch.samples.at(-1)?.at ?? opensAt;
  const { violations } = findings;
  return [
    `${people} people, ${servers} servers, seed ${seed}: ${findings.sold} of ${SEATS} seats sold in ` +
      `${Math.round((soldAt - opensAt) / 1_000)} s, ${findings.changes} changes in the log.`,
    '',
    'How it ended for them:',
    ...[...endings].map(([ending, count]) => `  ${String(count).padStart(6)}  ${ending}`),
    '',
    'Answers (status × count), and what they took in ms:',
    ...[...records.answers].map(([kind, counts]) => {
      const times = (records.tookMs.get(kind) ?? []).sort((a, b) => a - b);
      const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0);
      const shown = [...counts].sort().map(([status, count]) => `${status}×${count}`);
      return `  ${kind.padEnd(8)} ${shown.join('  ')}   p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`;
    }),
    '',
    `Line: ${watch.samples.length} looks, ${watch.unanswered} unanswered; most inside ${Math.max(0, ...watch.samples.map(({ active }) => active))}; ` +
      `states ${[...countBy(watch.samples, ({ state }) => state)].map(([state, n]) => `${state}×${n}`).join(', ')}.`,
    `${records.cheats} tries to get a seat without a turn.`,
    ...(story === undefined ? [] : [browser(story, opensAt)]),
    '',
    violations.length === 0
      ? 'Every rule held.'
      : `${violations.length} violations:\n${violations
          .slice(0, SHOWN_MAX)
          .map(({ rule, what }) => `  ${rule}: ${what}`)
          .join('\n')}`,
  ].join('\n');
}

function browser({ seen, ticket }: VisitorStory, opensAt: number): string {
  const steps = seen.map(({ at, what }) => `${what} at ${((at - opensAt) / 1_000).toFixed(1)} s`);
  const end =
    ticket === undefined
      ? 'no ticket, and was told that no seat was left'
      : `a ticket for ${ticket.seatCount} seats (change ${ticket.sequence})`;
  return `The person in the browser saw ${steps.join(', ')}, and has ${end}.`;
}

function countBy<T>(all: readonly T[], of: (one: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(of(one), (counts.get(of(one)) ?? 0) + 1);
  return counts;
}
