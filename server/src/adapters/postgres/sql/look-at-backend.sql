-- What the backend of another connection does. $1 its pid, $2 when it started, as look-at-session.sql tells both.
-- One row: whether it works on something; none when it has ended.
--
-- One that waits for its client, be it for the next statement or for room to send its answer, does not work.
select state = 'active' and wait_event_type is distinct from 'Client' as is_working
from pg_stat_activity
where pid = $1::integer and extract(epoch from backend_start)::text = $2
