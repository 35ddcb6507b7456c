import type { Hold } from '@jari/contract';
import type { BoxOffice } from '../../box-office/box-office.ts';
import type { HoldAnswer } from '../../domain/command.ts';

/** The end by the wall clock, as the person sees it; the time left by the clock that promises run by. */
export function holdJson({ hold, extensionsLeft }: HoldAnswer, office: BoxOffice): Hold {
  const { now, correctionMs } = office.time();
  return {
    success: true,
    seat_ids: [...hold.seatIds],
    expires_at: new Date(hold.expiresAt - correctionMs).toISOString(),
    expires_in_ms: Math.max(0, Math.floor(hold.expiresAt - now)),
    extensions_left: extensionsLeft,
  };
}
