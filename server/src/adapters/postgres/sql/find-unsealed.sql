-- The next 500 reservations whose names and phones are not encrypted with the newest key.
-- $1 event_id, $2 after which sequence, $3 that key's id.
select
  event_id, sequence::float8 as sequence, former_id, user_id, person, user_name, phone, code, seat_ids,
  amounts::float8[] as amounts, currency, created_at, cancelled_at
from reservation
where
  event_id = $1
  and sequence > $2::bigint
  and (user_name is not null or left(person, 8) <> $3)
order by sequence
limit 500
