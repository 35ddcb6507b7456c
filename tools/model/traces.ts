import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { simulate, sources, type Settings } from './spin.ts';

/** What may happen in a trace; each is drawn so many times. */
const profiles: readonly { readonly runs: number; readonly settings: Settings }[] = [
  {
    runs: 90,
    settings: { USERS: 3, ASKS: 7, EXPIRES: 1, FAULTS: 2, STALLS: 1, NEWS: 2, COMPARES: 1, SAVES: 1 },
  },
  { runs: 40, settings: { USERS: 2, ASKS: 7, MOMENTS: 2, EXPIRES: 2, FAULTS: 1, STALLS: 1, CRASHES: 1 } },
  { runs: 50, settings: { USERS: 2, ASKS: 6, FAULTS: 3, CRASHES: 1, FAILOVERS: 1, NEWS: 1 } },
  { runs: 35, settings: { USERS: 2, ASKS: 3, FAULTS: 3, FAILOVERS: 1 } },
  { runs: 40, settings: { USERS: 2, ASKS: 6, FAULTS: 2, RESTORES: 1, CRASHES: 1 } },
  { runs: 15, settings: { USERS: 2, ASKS: 6, FAULTS: 1, EPOCHS: 1, STALLS: 1 } },
];

/**
 * Runs the model at random, and writes what it did as a file that is replayed against the real box office: a header,
 * then a trace a line, in which a step names only what it changed.
 */
export async function writeTraces(file: string, say: (line: string) => void): Promise<void> {
  const names: string[] = [];
  const lines: string[] = [];
  for (const { runs, settings } of profiles) {
    const seeds = Array.from({ length: runs }, (_, i) => i + 1);
    for (const output of await simulate(settings, seeds)) {
      // A history may be longer than the model can write; then the run says nothing.
      if (output.includes('Error:')) say(`left out a run: ${/Error: .*\n.*/.exec(output)?.[0] ?? ''}`);
      else lines.push(compact(output, names));
    }
    say(`${lines.length} traces`);
  }
  const hash = createHash('sha256').update(sources().join('')).digest('hex');
  writeFileSync(file, `${[JSON.stringify({ hash, steps: names }), ...lines].join('\n')}\n`);
}

function compact(output: string, names: string[]): string {
  const wants: string[] = [];
  const steps: string[] = [];
  const known = new Map<string, string>();
  for (const [, kind = '', rest = ''] of output.matchAll(/JARI (\w+) (.*)/g)) {
    const [first = '', ...others] = rest.trim().split(' ');
    if (kind === 'want') wants.push(others[0] ?? '');
    else if (kind === 'step') {
      if (!names.includes(first)) names.push(first);
      steps.push([names.indexOf(first), ...others].join(','));
    } else {
      const label = kind === 'told' ? '!' : kind === 'ledger' ? 'L' : first === '0' ? 'A' : 'B';
      const values =
        kind === 'told'
          ? `${first}:${others[0] ?? ''}`
          : (kind === 'ledger' ? [first, ...others] : others).join(',');
      const isNews = kind === 'told' || known.get(label) !== values;
      if (!isNews) continue;
      known.set(label, values);
      steps.push(`${steps.pop() ?? ''} ${label}${values}`);
    }
  }
  return [wants.join(','), ...steps].join(';');
}
