-- An event's reservations that changes after one have made or taken seats from, in order.
-- $1 event_id, $2 the sequence after which, $3 how many at most.
select
  event_id, sequence::float8 as sequence, former_id, user_id, person, user_name, phone, code, seat_ids,
  amounts::float8[] as amounts, currency, created_at, cancelled_at,
  origin::float8 as origin, successor::float8 as successor
from reservation
where
  event_id = $1
  and sequence in (
    select case cause when 'reserved' then sequence else reservation end
    from change
    where event_id = $1 and sequence > $2::bigint and cause in ('reserved', 'cancelled')
  )
order by sequence
limit $3
