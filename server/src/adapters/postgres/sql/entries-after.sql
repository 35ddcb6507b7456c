-- People who came in, in order of arrival here. $1 event_id, $2 the number after which, $3 how many at most.
select
  number::float8 as number, scan_id, reservation::float8 as reservation, people, door, device, at, undoes, actor
from entry
where event_id = $1 and number > $2::bigint
order by number
limit $3
