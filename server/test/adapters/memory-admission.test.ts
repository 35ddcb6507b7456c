import { describe, expect, it } from 'vitest';
import { MemoryAdmissionStore } from '../../src/adapters/memory/admission-store.ts';
import { admissionStoreConformance, type AdmissionStoreUnderTest } from '../conformance/admission-store.ts';
import { waitingLineConformance } from '../conformance/waiting-line-store.ts';

let nowMs = 0;
const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs, after: () => () => undefined };

describe('admission in memory', () => {
  const underTest: AdmissionStoreUnderTest = {
    ledgerNowMs: () => nowMs + 3_600_000,
    open: () => Promise.resolve(new MemoryAdmissionStore(clock)),
    pass: (ms) => {
      nowMs += ms;
      return Promise.resolve();
    },
  };
  admissionStoreConformance(underTest);
  waitingLineConformance(underTest);

  it('forgets those whose time is over, so that it does not grow for ever', async () => {
    const store = new MemoryAdmissionStore(clock);
    for (let i = 0; i < 10_001; i++) {
      await store.join({ eventId: 'default', userId: `user-${i}`, ip: null, ttlMs: 10, requestId: `${i}` });
      nowMs += 1;
    }
    expect(store.visitCount).toBeLessThan(100);
  });
});
