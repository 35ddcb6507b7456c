import { Type, type Static } from 'typebox';
import { EventId, SeatId } from './seats.ts';

/** One thing that an audit found. It names no person. */
export const AuditFinding = Type.Object({
  check: Type.String({ description: 'What was looked at: `log`, `seats`, `memory`, `holds_in_redis` …' }),
  severity: Type.Enum(['true', 'derived'], {
    description:
      '`derived`: made from the ledger, and can be made anew. `true`: the ledger contradicts itself, and a person must decide.',
  }),
  what: Type.String({ description: 'The same words for the same kind of thing.' }),
  count: Type.Integer({ minimum: 1, description: 'How often.' }),
  seat_ids: Type.Array(SeatId, { description: 'Some of the seats that it is about.' }),
  sequence: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
    description: 'The first change that it is about, or reservation by the change that made it.',
  }),
  repaired: Type.Boolean({ description: 'It was made anew, and a second look found nothing.' }),
});
export type AuditFinding = Static<typeof AuditFinding>;

/** What came of looking at one event. */
export const EventAudit = Type.Object({
  event: EventId,
  ok: Type.Boolean({ description: 'Nothing was found that is not repaired.' }),
  sequence: Type.Integer({ minimum: 0, description: 'The last change that the log was followed to.' }),
  checked: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), {
    description:
      'How much was looked at, of each kind. 0: there was nothing, or it could not be looked at here.',
  }),
  findings: Type.Array(AuditFinding),
  took_ms: Type.Integer({ minimum: 0 }),
});
export type EventAudit = Static<typeof EventAudit>;

/** `GET /admin/audit`, `POST /admin/audit/repairs`: one event, or all there are. */
export const Audit = Type.Object({
  ok: Type.Boolean(),
  events: Type.Array(EventAudit),
  took_ms: Type.Integer({ minimum: 0 }),
});
export type Audit = Static<typeof Audit>;
