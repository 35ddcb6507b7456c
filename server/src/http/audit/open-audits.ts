import { SNAPSHOT_SEATS_MAX, type Seat } from '@jari/contract';
import { Auditor, type EventAudit } from '../../audit/auditor.ts';
import { Audits } from '../../audit/audits.ts';
import { auditChecks } from '../../audit/findings.ts';
import type { HallCopy, ShownHall } from '../../audit/hall-copy.ts';
import type { BoxOffice } from '../../box-office/box-office.ts';
import { observeAudits } from '../../metrics/audit-metrics.ts';
import type { HallJson } from '../../views/hall-json.ts';
import type { RouteContext } from '../route-context.ts';

/** Who tells those who watch; see `ChangeStreams`. */
interface Telling {
  toldOf(office: BoxOffice): HallCopy['told'];
}

type Context = Pick<
  RouteContext,
  | 'audits'
  | 'offices'
  | 'doors'
  | 'shield'
  | 'clock'
  | 'seatStates'
  | 'seatLists'
  | 'metrics'
  | 'logger'
  | 'settings'
>;

/** The audits of this server, with everything in it that shows a hall; they begin to repeat at once. */
export function openAudits(context: Context, streams: Telling): Audits {
  const { audits: ledger, offices, doors, shield, clock, metrics, logger, settings } = context;
  const auditor = new Auditor({
    ...{ ledger, shield, clock },
    hallOf: (eventId) => offices.peek(eventId),
    watch: {
      shown: (eventId) => shownOf(context, offices.peek(eventId)),
      told: (eventId) => {
        const office = offices.peek(eventId);
        return office && streams.toldOf(office);
      },
    },
    doorsOf: (eventId) => {
      const room = offices.peek(eventId)?.seatMap.event.rules.waitingRoom;
      if (room === undefined || room === null) return undefined;
      for (const line of doors.lines()) {
        if (line.eventId === eventId && !line.isStopped)
          return { state: line.state, activeMax: room.activeMax };
      }
      return undefined;
    },
  });
  const measured = observeAudits(metrics.registry, auditChecks);
  const opened = new Audits(auditor, clock, {
    finished: (audit, byCheck) => {
      measured.finished(audit.eventId, byCheck, audit.tookMs);
      if (byCheck.size > 0) logger.error(logged(audit), 'an audit has found what must not be');
    },
    failed: (err) => {
      measured.failed();
      logger.warn({ err }, 'an audit broke off: something that it reads did not answer');
    },
  });
  if (settings.auditIntervalMs > 0) {
    opened.repeat(settings.auditIntervalMs, () =>
      Array.from(offices.all(), ({ seatMap }) => seatMap.event.eventId),
    );
  }
  return opened;
}

function logged({ eventId, sequence, findings }: EventAudit) {
  return { event: eventId, sequence, findings: findings.filter(({ isRepaired }) => !isRepaired) };
}

function shownOf({ seatStates, seatLists }: Context, office: BoxOffice | undefined): readonly ShownHall[] {
  if (office === undefined) return [];
  const wallNow = office.wallNow();
  const states = seatStates.of(office);
  const shown = [read('the text of states', states, wallNow, (body) => body.states ?? '')];
  // Larger halls are shown by their states, and nobody need write down their lists for an audit.
  if (office.seatMap.seatCount > SNAPSHOT_SEATS_MAX) return shown;
  const letters = (seats: readonly Seat[]) => seats.map(({ state }) => state.charAt(0)).join('');
  return [
    ...shown,
    read('the list of seats', seatLists.of(office), wallNow, (body) => letters(body.seats ?? [])),
  ];
}

interface ShownBody {
  readonly position: string;
  readonly states?: string;
  readonly seats?: readonly Seat[];
}

function read(
  name: string,
  json: HallJson,
  wallNow: number,
  statesIn: (body: ShownBody) => string,
): ShownHall {
  // Read back from the very text that everybody gets, whose form is HallJson's.
  const body = JSON.parse(json.at(wallNow)) as ShownBody;
  return { name, etag: json.etag, states: statesIn(body), position: body.position };
}
