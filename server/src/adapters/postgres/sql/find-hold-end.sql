-- What an organiser last took from a user's hold, and why. $1 event_id, $2 user_id. One row or none.
--
-- The reason is written before the hold is ended, which may fail or come too late: so the log has the last word.
select taken.seat_ids, hold_end.at, hold_end.reason, taken.sequence::float8 as sequence
from
  hold_end,
  lateral (
    select change.seat_ids, change.sequence
    from change
    where
      change.event_id = hold_end.event_id
      and change.sequence > hold_end.after_sequence
      and change.user_id = hold_end.user_id
      and change.cause = 'released'
      -- As the index on what organisers did has it.
      and change.actor not in ('user', 'clock')
      and change.actor like 'organiser:%'
      and change.seat_ids <@ hold_end.seat_ids
    order by change.sequence
    limit 1
  ) as taken
where hold_end.event_id = $1 and hold_end.user_id = $2
