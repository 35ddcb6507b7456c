import { withSample, type QueueSample } from './figure-series.ts';

const keyOf = (event: string) => `jari:queue-samples:${event}`;

/** How the waiting room stood while this tab watched it; a reload goes on where it was. */
export class QueueMemory {
  samples: readonly QueueSample[];

  constructor(private readonly event: string) {
    this.samples = this.read();
  }

  add(sample: QueueSample): readonly QueueSample[] {
    this.samples = withSample(this.samples, sample);
    try {
      sessionStorage.setItem(keyOf(this.event), JSON.stringify(this.samples));
    } catch {
      // Private windows may forbid it; the line then begins anew with the page.
    }
    return this.samples;
  }

  private read(): readonly QueueSample[] {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(this.event)) ?? '[]');
      return Array.isArray(kept) ? kept.filter(isSample) : [];
    } catch {
      return [];
    }
  }
}

function isSample(value: unknown): value is QueueSample {
  if (typeof value !== 'object' || value === null) return false;
  return ['at', 'waiting', 'admitted'].every((name) => Number.isFinite(Reflect.get(value, name)));
}
