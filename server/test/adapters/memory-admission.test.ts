import { describe, expect, it } from 'vitest';
import { MemoryAdmissionStore } from '../../src/adapters/memory/admission-store.ts';
import { admissionStoreConformance } from '../conformance/admission-store.ts';

let nowMs = 0;
const clock = { wallMs: () => 0, monotonicMs: () => nowMs, after: () => () => undefined };

describe('admission in memory', () => {
  admissionStoreConformance({
    open: () => Promise.resolve(new MemoryAdmissionStore(clock)),
    pass: (ms) => {
      nowMs += ms;
      return Promise.resolve();
    },
  });

  it('forgets those whose time is over, so that it does not grow for ever', async () => {
    const store = new MemoryAdmissionStore(clock);
    for (let i = 0; i < 10_001; i++) {
      await store.join({ eventId: 'default', userId: `user-${i}`, ip: null, ttlMs: 10, requestId: `${i}` });
      nowMs += 1;
    }
    const entries: unknown = Reflect.get(store, 'admitted');
    expect(entries).toBeInstanceOf(Map);
    expect((entries as Map<string, unknown>).size).toBeLessThan(100);
  });
});
