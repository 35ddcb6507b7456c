-- The rehearsals of an event, the newest first, without their reports. $1 the event, $2 how many.
select
  rehearsal_id, of_event, started_by, started_at, seen_at, ended_at, stop_asked, options, progress, outcome, failure
from rehearsal
where of_event = $1
order by started_at desc
limit $2::integer
