import { dev } from '$app/environment';

let asked = false;

/**
 * Puts the app on the device. Asked for by the pages of tickets only: somebody who looks at a hall pays nothing
 * for it, and the hall needs the network anyway. Where there are no workers (http in the house's network, old
 * browsers) everything works but this.
 */
export function keepAppOnDevice(): void {
  if (asked || dev || !('serviceWorker' in navigator)) return;
  asked = true;
  navigator.serviceWorker.register('/service-worker.js').catch(() => (asked = false));
}
