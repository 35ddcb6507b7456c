-- All reservations of a person in all events, the newest first. $1 user_id, or null; $2 marks, or null, and then
-- $3 the phone, for what is not encrypted yet. By marks the whole table is read: people ask for this rarely.
select
  event_id, sequence::float8 as sequence, former_id, user_id, person, user_name, phone, code, seat_ids,
  amounts::float8[] as amounts, currency, created_at, cancelled_at
from (
  select * from reservation where user_id = $1
  union all
  select * from reservation where $2::text[] is not null and (marks && $2::text[] or phone = $3)
) as found
order by created_at desc, event_id, sequence desc
