import { Counter, Gauge, type Registry } from 'prom-client';

/** What the overload gate tells whoever measures it. */
export interface OverloadCounts {
  /** Requests refused, by what they were worth. */
  readonly refusedCounts: Readonly<Record<string, number>>;
  readonly waitMs: number;
}

export function watchOverload(registry: Registry, gate: OverloadCounts): void {
  const registers = [registry];
  new Counter({
    name: 'jari_overload_refused_total',
    help: 'Requests refused because they could not be served in time, by what they were worth',
    labelNames: ['importance'],
    registers,
    collect() {
      this.reset();
      for (const [importance, count] of Object.entries(gate.refusedCounts)) this.inc({ importance }, count);
    },
  });
  new Gauge({
    name: 'jari_request_wait_seconds',
    help: 'How long requests lie before this process gets to them; 0 while there is no crowd',
    registers,
    collect() {
      this.set(gate.waitMs / 1000);
    },
  });
}
