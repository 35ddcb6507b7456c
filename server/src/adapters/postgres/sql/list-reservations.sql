-- Reservations of an event, the newest first.
-- $1 event_id, $2 before which sequence, or null, $3 'active', 'cancelled' or null for both, $4 the most to give,
-- $5 code, $6 marks, $7 seat_ids: those that have one of these, or all when the three are null.
--
-- What has none of them is read and passed over: an index on marks would cost every sale, for a search now and then.
select
  event_id, sequence::float8 as sequence, former_id, user_id, person, user_name, phone, code, seat_ids,
  amounts::float8[] as amounts, currency, created_at, cancelled_at
from reservation
where
  event_id = $1
  and ($2::bigint is null or sequence < $2::bigint)
  and ($3::text is null or (cancelled_at is null) = ($3::text = 'active'))
  and (
    ($5::text is null and $6::text[] is null and $7::integer[] is null)
    or code = $5::text
    or marks && $6::text[]
    or seat_ids && $7::integer[]
  )
order by sequence desc
limit $4::integer
