-- Keeps what doors tell of people who came in, each scan once.
--
-- The row of entry_count is the lock by which the numbers of an event become visible in their order, so that whoever
-- asks for those after a number misses none. A mistake that is taken back is noted in the trail by the same statement, so
-- that it is noted once: whoever had no answer tells it again, and it is known then.
--
--   $1 event_id   $2 how many   $3 received_at   $4 actor
--   $5–$11 lists: scan_id, reservation, people, door, device, at, undoes
with counted as (
  insert into entry_count as known (event_id, number)
  values ($1, $2::integer)
  on conflict (event_id) do update set number = known.number + excluded.number
  returning number - $2::integer as before
), kept as (
  insert into entry (event_id, scan_id, number, reservation, people, door, device, at, undoes, actor, received_at)
  select $1, w.scan_id, counted.before + w.place, w.reservation, w.people, w.door, w.device, w.at, w.undoes, $4, $3::float8
  from
    counted,
    unnest($5::text[], $6::bigint[], $7::integer[], $8::text[], $9::text[], $10::float8[], $11::text[])
      with ordinality as w (scan_id, reservation, people, door, device, at, undoes, place)
  on conflict (event_id, scan_id) do nothing
  returning number, reservation, people, door, undoes
)
insert into trail (at, actor, action, event_id, detail)
select
  extract(epoch from clock_timestamp()) * 1000, $4, 'entry.undone', $1,
  jsonb_build_object('reservation', reservation, 'people', people, 'door', door)
from kept
where undoes is not null
order by number
