-- Keeps what doors tell of people who came in, each scan once.
--
-- The row of entry_count is the lock by which the numbers of an event become visible in their order, so that whoever
-- asks for those after a number misses none.
--
--   $1 event_id   $2 how many   $3 received_at   $4 actor
--   $5–$11 lists: scan_id, reservation, people, door, device, at, undoes
--
-- One row for each that was not known yet: its scan_id.
with counted as (
  insert into entry_count as known (event_id, number)
  values ($1, $2::integer)
  on conflict (event_id) do update set number = known.number + excluded.number
  returning number - $2::integer as before
)
insert into entry (event_id, scan_id, number, reservation, people, door, device, at, undoes, actor, received_at)
select $1, w.scan_id, counted.before + w.place, w.reservation, w.people, w.door, w.device, w.at, w.undoes, $4, $3::float8
from
  counted,
  unnest($5::text[], $6::bigint[], $7::integer[], $8::text[], $9::text[], $10::float8[], $11::text[])
    with ordinality as w (scan_id, reservation, people, door, device, at, undoes, place)
on conflict (event_id, scan_id) do nothing
returning scan_id
