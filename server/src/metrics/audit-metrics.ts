import { Counter, Gauge, type Registry } from 'prom-client';

/** What audits find, in Prometheus' terms. `checks` are all there are, so that each is there from the start. */
export function observeAudits(registry: Registry, checks: readonly string[]) {
  const registers = [registry];
  /** What the last audit of each event found, by check. */
  const found = new Map<string, ReadonlyMap<string, number>>();
  new Gauge({
    name: 'jari_audit_findings',
    help: 'What the last audit of each event found and did not repair, by check: look at once',
    labelNames: ['check'],
    registers,
    collect() {
      for (const check of checks) {
        let total = 0;
        for (const byCheck of found.values()) total += byCheck.get(check) ?? 0;
        this.set({ check }, total);
      }
    },
  });
  const runs = new Counter({
    name: 'jari_audit_runs_total',
    help: 'Audits of events, by how they ended; failed: what had to be read could not be',
    labelNames: ['outcome'],
    registers,
  });
  const seconds = new Gauge({
    name: 'jari_audit_last_seconds',
    help: 'How long the last audit of an event took',
    registers,
  });
  const finishedAt = new Gauge({
    name: 'jari_audit_last_success_timestamp',
    help: 'When an audit was last finished, whatever it found, or this server began; seconds since 1970',
    registers,
  });
  // A server that has just begun has an interval's time, and raises no alarm.
  finishedAt.setToCurrentTime();
  return {
    finished: (eventId: string, byCheck: ReadonlyMap<string, number>, tookMs: number) => {
      found.set(eventId, byCheck);
      runs.inc({ outcome: byCheck.size === 0 ? 'clean' : 'findings' });
      seconds.set(tookMs / 1_000);
      finishedAt.setToCurrentTime();
    },
    failed: () => runs.inc({ outcome: 'failed' }),
  };
}
