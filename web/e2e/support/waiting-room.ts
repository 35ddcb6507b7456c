import type { EventInput, WaitingRoomInput } from '@jari/contract';
import { expect } from './expect.ts';
import type { Theatre } from './theatre.ts';
import type { Visitor } from './visitor.ts';

export const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
export const ROOM: WaitingRoomInput = {
  admitted_per_minute: 600,
  active_max: 1,
  turn_ttl_seconds: 600,
  pre_queue_minutes: 60,
  order: 'arrival',
};
/** What a test leaves in a line must not stand in the next one's way. */
let events = 0;
export const newEvent = () => `rush-${++events}`;

/** An event with a waiting room, and others who came first: one of them is inside, and no more may be. */
export async function openRoom(
  theatre: Theatre,
  {
    room = {},
    first = ['ann', 'bob'],
    ...more
  }: Partial<EventInput> & { room?: Partial<WaitingRoomInput>; first?: readonly string[] } = {},
): Promise<string> {
  const event = newEvent();
  await theatre.putEvent(event, {}, { waiting_room: { ...ROOM, ...room }, ...more });
  await theatre.lineUp(event, ...first);
  return event;
}

export const roomOf = ({ page }: Visitor) => page.getByTestId('waiting-room');
export const numberOf = ({ page }: Visitor) => page.getByTestId('waiting-number');
export const bandOf = ({ page }: Visitor) => page.getByTestId('turn-band');

export async function come(visitor: Visitor): Promise<Visitor> {
  await visitor.page.goto(`${visitor.origin}/events/${visitor.event}`);
  return visitor;
}

export async function expectState(visitor: Visitor, state: string): Promise<void> {
  await expect(roomOf(visitor)).toHaveAttribute('data-state', state);
}
