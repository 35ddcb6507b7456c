-- The idempotency keys that an event's changes have used, oldest first. $1 event_id, $2 the change up to which
-- nothing has a key any more (event.forgotten_to), $3 the time after which.
-- One row of lists of the same length, 8 bytes each (see columns.ts). Whose a key is, the reservation tells that
-- the change made; load-users-of-changes.sql tells the rest.
select
  string_agg(float8send(sequence), '') as sequences,
  string_agg(float8send(floor(at / 60000)), '') as minutes,
  string_agg(float8send(key_print), '') as keys,
  string_agg(float8send(wish_print), '') as wishes
from (
  select sequence, at, key_print, wish_print
  from change
  where event_id = $1 and sequence > $2::bigint and key_print is not null and at > $3::float8
  order by sequence
) as used
