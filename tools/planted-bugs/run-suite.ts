import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReport, type Report } from './report.ts';
import { commandOf, type Kind } from './suites.ts';

/** What came of a suite; `trouble` where it could not be run to its end. */
export type SuiteEnd = { readonly report: Report } | { readonly trouble: string };

const running = new Set<ChildProcess>();
/** Which sources each copy was built of last: a build takes longer than most suites. */
const builtOf = new Map<string, string>();

/** Ends the suites that run, with all that they have started. */
export function endSuites(): void {
  for (const child of running) end(child);
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/**
 * Runs a suite in the copy.
 *
 * @param sources names what is to be built: where it was built last, it need not be built again
 */
export async function runSuite(
  folder: string,
  kind: Kind,
  parts: readonly string[],
  { isBrief, sources }: { readonly isBrief: boolean; readonly sources: string },
): Promise<SuiteEnd> {
  const place = mkdtempSync(join(tmpdir(), 'jari-report-'));
  try {
    const report = join(place, 'report.json');
    const command = commandOf(kind, parts, { folder, report, isBrief });
    if (command.needsBuild && builtOf.get(folder) !== sources) {
      builtOf.delete(folder);
      const built = await run(folder, [join(folder, 'scripts/build.mjs')], {}, command.limitMs);
      if (built.code !== 0) return { trouble: `It does not compile: ${built.output.slice(-1_000)}` };
      builtOf.set(folder, sources);
    }
    const { output, isHung } = await run(folder, command.args, command.env, command.limitMs);
    if (isHung) return { trouble: `The suite did not end within ${command.limitMs / 60_000} minutes.` };
    if (!existsSync(report)) return { trouble: `The suite left no report: ${output.slice(-1_000)}` };
    return { report: readReport(command.form, readFileSync(report, 'utf8'), folder) };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function run(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  limitMs: number,
): Promise<{ readonly code: number | null; readonly output: string; readonly isHung: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      // Nothing may be skipped because a program is missing: what is skipped catches nothing.
      env: { ...process.env, CI: 'true', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that servers which a hanging suite has started end with it.
      detached: true,
    });
    running.add(child);
    let output = '';
    let isHung = false;
    const note = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-10_000));
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    const timer = setTimeout(() => {
      isHung = true;
      end(child);
    }, limitMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, output, isHung });
    });
  });
}
