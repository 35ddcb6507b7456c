import { DoorStore } from './door-store.ts';

/** Whoever signs out leaves no guest list on the phone. Scans stay until they are sent: they name nobody. */
export async function forgetNames(): Promise<void> {
  if (typeof indexedDB === 'undefined') return;
  const store = await DoorStore.open();
  try {
    await store.forgetNames();
  } finally {
    store.close();
  }
}
