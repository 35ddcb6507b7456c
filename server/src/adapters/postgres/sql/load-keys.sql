-- The idempotency keys that an event's changes have used, oldest first. $1 event_id, $2 the time after which.
-- One row of JSON lists of the same length.
--
-- Nothing older than `forgotten_to` has a key, so the log is read from there and by its primary key alone.
select
  coalesce(json_agg(sequence), '[]') as sequences,
  coalesce(json_agg(at), '[]') as times,
  coalesce(json_agg(user_id), '[]') as users,
  coalesce(json_agg(key_print), '[]') as keys,
  coalesce(json_agg(wish_print), '[]') as wishes
from (
  select change.sequence, at, user_id, key_print, wish_print
  from event, change
  where
    event.event_id = $1
    and change.event_id = $1
    and change.sequence > event.forgotten_to
    and key_print is not null
    and at > $2::float8
  order by change.sequence
) as used
