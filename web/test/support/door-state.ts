import type { DoorState } from '#lib/door/door-store.ts';

/** What a door of the gala knows, which has read its list when nobody was there yet; another evening is a ball. */
export const doorState: DoorState = {
  ...{ event: 'gala', door: 'Door A', title: 'Gala', startsAt: '', timeZone: 'Asia/Seoul' },
  ...{ keys: [], position: 'p:0', number: 0, syncedAt: Date.parse('2026-12-24T10:00:00Z'), aheadMs: 0 },
  others: { ball: { title: { ko: '무도회', en: 'The Ball' }, startsAt: '2026-12-25T10:30:00Z' } },
};
