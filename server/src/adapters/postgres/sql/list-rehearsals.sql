-- The rehearsals of an event, the newest first, without their reports. $1 the event, $2 how many, $3 seen before this: its
-- server has gone, $4 what is said of one then.
select
  rehearsal_id, of_event, started_by, started_at, stop_asked, options, progress, outcome,
  case when is_lost then seen_at else ended_at end as ended_at,
  case when is_lost then $4 else failure end as failure
from
  rehearsal,
  lateral (select ended_at is null and seen_at < $3::float8 as is_lost) as standing
where of_event = $1
order by started_at desc
limit $2::integer
