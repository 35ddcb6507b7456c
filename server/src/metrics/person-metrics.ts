import { Counter, Gauge, type Registry } from 'prom-client';

/** Counts what is encrypted anew, and what no key that is here opens. */
export function observePersons(registry: Registry) {
  const registers = [registry];
  const sealed = new Counter({
    name: 'jari_personal_data_sealed_total',
    help: 'Names and phones that were encrypted anew with the newest key',
    registers,
  });
  const unreadable = new Map<string, number>();
  new Gauge({
    name: 'jari_personal_data_unreadable',
    help: 'Names and phones under a key that is not here: look at PERSONAL_DATA_KEYS',
    registers,
    collect() {
      let total = 0;
      for (const count of unreadable.values()) total += count;
      this.set(total);
    },
  });
  return {
    sealed: (eventId: string, sealedCount: number, unreadableCount: number): void => {
      sealed.inc(sealedCount);
      unreadable.set(eventId, unreadableCount);
    },
  };
}
