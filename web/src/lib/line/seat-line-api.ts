import type { LineInput, MyLine, StoodInLine } from '@jari/contract';
import { passes } from '#lib/api/jari.ts';
import { request } from '#lib/api/request.ts';
import { inSession } from '#lib/api/session.ts';

const path = (event: string) => `/events/${encodeURIComponent(event)}/line`;

/** Where I stand in line for seats that are taken. */
export const seatLineApi = {
  mine: (event: string) => inSession(() => request<MyLine>(path(event), { isTimely: true })),
  stand: (event: string, wish: LineInput) =>
    inSession(() =>
      request<StoodInLine>(path(event), { method: 'PUT', body: JSON.stringify(wish), pass: passes[event] }),
    ),
  leave: (event: string, entry: number) =>
    inSession(() => request<undefined>(`${path(event)}?entry=${entry}`, { method: 'DELETE' })),
};

/** What happens to me in one event. */
export const myStreamPath = (event: string) => `/me/stream?event=${encodeURIComponent(event)}`;
