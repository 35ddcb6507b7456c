import type { Answer, AnswerTo, Command, CommandKind, CommandOf } from '../command.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import type { SeatMap } from '../seat-map.ts';
import { Decision, type Acceptance, type DecideContext } from './decision.ts';
import { decideBlock, decideFree, decideReserveForDesk, decideReset, decideUnblock } from './desk.ts';
import { withLineServed } from './serve-line.ts';
import { decideDisperse, decideLeaveLine, decideStandInLine } from './stand-in-line.ts';
import { decideCancelFor, decideEndHolds, decideSellAtDesk } from './intervene.ts';
import { decideExpire, decideExtend, decideHold, decideHoldBest, decideRelease } from './hold.ts';
import { decideAssignAny, decideCancel, decideConfirm } from './reserve.ts';

/**
 * Decides one command: pure and synchronous. Looks at the map, changes nothing; the caller applies the
 * changes if it accepts them. Seats that come free by it are offered to those who wait for them.
 */
export function decide<K extends CommandKind>(
  map: SeatMap,
  command: CommandOf<K>,
  context: DecideContext,
): Acceptance<AnswerTo<K>> | Refusal;
export function decide(map: SeatMap, command: Command, context: DecideContext): Acceptance<Answer> | Refusal {
  const decision = decideAlone(map, command, context);
  return isRefusal(decision) ? decision : withLineServed(map, decision, context);
}

function decideAlone(map: SeatMap, command: Command, context: DecideContext): Acceptance<Answer> | Refusal {
  switch (command.kind) {
    case 'hold':
      return decideHold(map, command, context);
    case 'holdBest':
      return decideHoldBest(map, command, context);
    case 'extend':
      return decideExtend(map, command, context);
    case 'release':
      return decideRelease(map, command, context);
    case 'confirm':
      return decideConfirm(map, command, context);
    case 'assignAny':
      return decideAssignAny(map, command, context);
    case 'cancel':
      return decideCancel(map, command, context);
    case 'standInLine':
      return decideStandInLine(map, command, context);
    case 'leaveLine':
      return decideLeaveLine(map, command, context);
    case 'serveLine':
      // Whoever waits has been served before any command.
      return new Decision(map, context).acceptDone();
    case 'disperse':
      return decideDisperse(map, command, context);
    case 'expire':
      return decideExpire(map, command, context);
    case 'block':
      return decideBlock(map, command, context);
    case 'unblock':
      return decideUnblock(map, command, context);
    case 'reserveForDesk':
      return decideReserveForDesk(map, command, context);
    case 'free':
      return decideFree(map, command, context);
    case 'endHolds':
      return decideEndHolds(map, command, context);
    case 'cancelFor':
      return decideCancelFor(map, command, context);
    case 'sellAtDesk':
      return decideSellAtDesk(map, command, context);
    case 'reset':
      return decideReset(map, command, context);
  }
}
