-- Keeps what doors tell of people who came in, each scan once.
--
-- The row of entry_count is the lock by which the numbers of an event become visible in their order, so that whoever
-- asks for those after a number misses none.
--
--   $1 event_id   $2 how many   $3 received_at
--   $4–$9 lists: scan_id, reservation, people, door, device, at
with counted as (
  insert into entry_count as known (event_id, number)
  values ($1, $2::integer)
  on conflict (event_id) do update set number = known.number + excluded.number
  returning number - $2::integer as before
)
insert into entry (event_id, scan_id, number, reservation, people, door, device, at, received_at)
select $1, w.scan_id, counted.before + w.place, w.reservation, w.people, w.door, w.device, w.at, $3::float8
from
  counted,
  unnest($4::text[], $5::bigint[], $6::integer[], $7::text[], $8::text[], $9::float8[])
    with ordinality as w (scan_id, reservation, people, door, device, at, place)
on conflict (event_id, scan_id) do nothing
