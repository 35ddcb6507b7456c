import type { Rehearsal, RehearsalInput, RehearsalList } from '@jari/contract';
import { adminRequest } from '#lib/admin/admin-api.ts';
import { apiBase } from '#lib/api/request.ts';
import type { Failure, Outcome } from '@jari/client/outcome';
import { withProgress, type ProgressPoint } from './progress-history.ts';

const WHILE_RUNNING_MS = 1_000;
const OTHERWISE_MS = 15_000;

/** An event's rehearsals as the server tells of them, asked for again as long as somebody looks. */
export class Rehearsals {
  list = $state.raw<readonly Rehearsal[]>();
  failure = $state.raw<Failure>();
  points = $state.raw<readonly ProgressPoint[]>([]);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isWatching = false;
  /** How often it was asked for: only the newest answer counts. */
  private asked = 0;
  private readonly path: string;

  constructor(private readonly event: string) {
    this.path = `/admin/events/${encodeURIComponent(event)}/rehearsals`;
  }

  get running(): Rehearsal | undefined {
    return this.list?.find(({ state }) => state === 'running');
  }

  get past(): readonly Rehearsal[] {
    return this.list?.filter(({ state }) => state !== 'running') ?? [];
  }

  /** @returns what ends it */
  watch(): () => void {
    this.isWatching = true;
    void this.load();
    return () => {
      this.isWatching = false;
      clearTimeout(this.timer);
    };
  }

  async load(): Promise<void> {
    clearTimeout(this.timer);
    const asked = ++this.asked;
    const outcome = await adminRequest<RehearsalList>(this.path);
    // One that was begun or stopped meanwhile would be missing in it, or run on.
    if (asked !== this.asked) return;
    if (outcome.ok) {
      this.list = outcome.value.rehearsals;
      this.failure = undefined;
      if (this.running) this.points = withProgress(this.points, this.running);
    } else this.failure = outcome.failure;
    if (!this.isWatching) return;
    this.timer = setTimeout(() => void this.load(), this.running ? WHILE_RUNNING_MS : OTHERWISE_MS);
  }

  async start(input: RehearsalInput): Promise<Outcome<Rehearsal>> {
    const outcome = await adminRequest<Rehearsal>(this.path, { method: 'POST', body: JSON.stringify(input) });
    this.points = [];
    await this.load();
    return outcome;
  }

  async stop({ id }: Rehearsal): Promise<Outcome<unknown>> {
    const outcome = await adminRequest<unknown>(`${this.path}/${id}`, { method: 'DELETE' });
    await this.load();
    return outcome;
  }

  /** Where the report is, for a tab of its own. */
  reportOf({ id }: Pick<Rehearsal, 'id'>): string {
    return `${apiBase}/admin/events/${encodeURIComponent(this.event)}/rehearsals/${id}/report.html`;
  }
}
