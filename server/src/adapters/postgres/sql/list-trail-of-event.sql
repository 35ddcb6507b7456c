-- The newest entries of the trail about one event.
-- $1 event_id, $2 only older ones than this entry, $3 only newer ones than this, $4 how many.
select entry_id::float8 as entry_id, at, actor, action, event_id, detail
from trail
where event_id = $1 and entry_id < $2::bigint and entry_id > $3::bigint
order by entry_id desc
limit $4::integer
