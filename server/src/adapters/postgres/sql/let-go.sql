-- Ends the backend of a connection that has been given up, unless it works on something: a commit is never
-- cancelled. $1 its pid, $2 when it started. One row: whether it works after all; none when it has ended before.
select
  case
    when state = 'active' and wait_event_type is distinct from 'Client' then true
    else not pg_terminate_backend(pid)
  end as is_working
from pg_stat_activity
where pid = $1::integer and extract(epoch from backend_start)::text = $2
