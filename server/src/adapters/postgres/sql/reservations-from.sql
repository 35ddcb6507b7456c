-- An event's reservations in order, cancelled ones included. $1 event_id, $2 the first sequence, $3 how many at most.
select
  event_id, sequence::float8 as sequence, former_id, user_id, person, user_name, phone, code, seat_ids,
  amounts::float8[] as amounts, currency, created_at, cancelled_at,
  origin::float8 as origin, successor::float8 as successor
from reservation
where event_id = $1 and sequence >= $2::bigint
order by sequence
limit $3
