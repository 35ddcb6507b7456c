import type { EventRules, WaitingRoom } from '../../domain/event.ts';

/** The rules of an event as the column `rules` has them, so that a new rule needs no new column. */
export interface RulesJson {
  readonly hold_ttl_ms: number;
  readonly hold_extensions: number;
  readonly max_seats_per_user: number;
  /** Missing in events older than the rule. */
  readonly no_single_seats?: boolean;
  readonly sale_paused?: boolean;
  readonly waiting_room?: WaitingRoomJson | null;
}

interface WaitingRoomJson {
  readonly admitted_per_minute: number;
  readonly active_max: number;
  readonly turn_ttl_ms: number;
  readonly pre_queue_ms: number;
  readonly order: WaitingRoom['order'];
  readonly is_paused: boolean;
  /** Missing in rooms older than the rule. */
  readonly proof_of_work_bits?: number;
  readonly seed: string;
}

export function rulesToJson(rules: EventRules): string {
  const json: RulesJson = {
    hold_ttl_ms: rules.holdTtlMs,
    hold_extensions: rules.holdExtensions,
    max_seats_per_user: rules.maxSeatsPerUser,
    no_single_seats: rules.noSingleSeats,
    sale_paused: rules.salePaused,
    waiting_room: rules.waitingRoom && roomToJson(rules.waitingRoom),
  };
  return JSON.stringify(json);
}

export function rulesFromJson(json: RulesJson): EventRules {
  return {
    holdTtlMs: json.hold_ttl_ms,
    holdExtensions: json.hold_extensions,
    maxSeatsPerUser: json.max_seats_per_user,
    noSingleSeats: json.no_single_seats ?? false,
    salePaused: json.sale_paused ?? false,
    waitingRoom: json.waiting_room ? roomFromJson(json.waiting_room) : null,
  };
}

function roomToJson(room: WaitingRoom): WaitingRoomJson {
  return {
    admitted_per_minute: room.admittedPerMinute,
    active_max: room.activeMax,
    turn_ttl_ms: room.turnTtlMs,
    pre_queue_ms: room.preQueueMs,
    order: room.order,
    is_paused: room.isPaused,
    proof_of_work_bits: room.proofOfWorkBits,
    seed: room.seed,
  };
}

function roomFromJson(json: WaitingRoomJson): WaitingRoom {
  return {
    admittedPerMinute: json.admitted_per_minute,
    activeMax: json.active_max,
    turnTtlMs: json.turn_ttl_ms,
    preQueueMs: json.pre_queue_ms,
    order: json.order,
    isPaused: json.is_paused,
    proofOfWorkBits: json.proof_of_work_bits ?? 0,
    seed: json.seed,
  };
}
