import type { Entry, Guest } from '@jari/contract';
import type { Store } from '#lib/door/door.svelte.ts';
import type { DoorState, OwnScan } from '#lib/door/door-store.ts';

/** A phone's disk, which outlives a door that is closed. */
export class Disk implements Store {
  kept: DoorState | undefined;
  guestList: readonly Guest[] = [];
  entryList: readonly Entry[] = [];
  readonly own = new Map<string, OwnScan>();
  /** What a write of scans waits for. */
  slow: Promise<void> = Promise.resolve();

  state = () => Promise.resolve(this.kept);
  guests = () => Promise.resolve(this.guestList);
  entries = () => Promise.resolve(this.entryList);
  scans = () => Promise.resolve([...this.own.values()]);
  putState = (state: DoorState) => Promise.resolve(void (this.kept = state));
  putGuests = (_event: string, guests: readonly Guest[]) =>
    Promise.resolve(void (this.guestList = [...this.guestList, ...guests]));
  replaceGuests = (_event: string, guests: readonly Guest[]) =>
    Promise.resolve(void (this.guestList = guests));
  putEntries = (_event: string, entries: readonly Entry[]) =>
    Promise.resolve(void (this.entryList = [...this.entryList, ...entries]));
  async putScans(scans: readonly OwnScan[]): Promise<void> {
    await this.slow;
    for (const scan of scans) this.own.set(scan.scanId, scan);
  }
  forgetNames = () => {
    this.guestList = [];
    this.kept = undefined;
    return Promise.resolve();
  };
  close = () => undefined;
  get unsent(): number {
    return [...this.own.values()].filter(({ isSent }) => !isSent).length;
  }
}
