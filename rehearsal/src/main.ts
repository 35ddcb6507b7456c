import type { RehearsalOutcome, RehearsalProgress } from '@jari/contract';
import { rehearse } from './rehearse.ts';
import { writeReport } from './report/report.ts';
import { summarise } from './report/summary.ts';
import type { RehearsalSettings } from './settings.ts';
import { toldOutcome, toldProgress } from './told.ts';

/**
 * The process that a server starts for a rehearsal, so that playing a crowd takes nothing from serving people but the
 * machine's time. It is told everything over its channel, the token too, which so stands in no list of processes and in
 * no environment. When the channel closes the server has gone, and so does this.
 */
export type ToPlayer = { readonly start: RehearsalSettings } | { readonly stop: true };
export type FromPlayer =
  | { readonly progress: RehearsalProgress }
  | { readonly outcome: RehearsalOutcome; readonly report: string }
  | { readonly failure: string };

const stop = new AbortController();

async function play(settings: RehearsalSettings): Promise<void> {
  const tell = (message: FromPlayer) =>
    new Promise<void>((resolve) => {
      process.send?.(message, undefined, undefined, () => resolve());
    });
  try {
    const progress = (now: Parameters<typeof toldProgress>[0]) => void tell({ progress: toldProgress(now) });
    const result = await rehearse(settings, { progress }, stop.signal);
    const summary = summarise(result);
    await tell({ outcome: toldOutcome(summary), report: writeReport(result, summary) });
  } catch (error) {
    await tell({ failure: error instanceof Error ? error.message : String(error) });
  }
  process.disconnect();
}

process.on('message', (message: ToPlayer) => {
  if ('start' in message) void play(message.start);
  else stop.abort();
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches every process of a terminal; the server decides when this one ends.
process.on('SIGINT', () => undefined);
