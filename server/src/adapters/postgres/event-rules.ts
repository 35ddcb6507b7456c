import type { EventRules } from '../../domain/event.ts';

/** The rules of an event as the column `rules` has them, so that a new rule needs no new column. */
export interface RulesJson {
  readonly hold_ttl_ms: number;
  readonly hold_extensions: number;
  readonly max_seats_per_user: number;
  /** Missing in events older than the rule. */
  readonly no_single_seats?: boolean;
}

export function rulesToJson(rules: EventRules): string {
  const json: RulesJson = {
    hold_ttl_ms: rules.holdTtlMs,
    hold_extensions: rules.holdExtensions,
    max_seats_per_user: rules.maxSeatsPerUser,
    no_single_seats: rules.noSingleSeats,
  };
  return JSON.stringify(json);
}

export function rulesFromJson(json: RulesJson): EventRules {
  return {
    holdTtlMs: json.hold_ttl_ms,
    holdExtensions: json.hold_extensions,
    maxSeatsPerUser: json.max_seats_per_user,
    noSingleSeats: json.no_single_seats ?? false,
  };
}
