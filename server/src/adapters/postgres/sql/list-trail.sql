-- The newest entries of the trail. $1 only older ones than this entry, $2 only newer ones than this, $3 how many.
select entry_id::float8 as entry_id, at, actor, action, event_id, detail
from trail
where entry_id < $1::bigint and entry_id > $2::bigint
order by entry_id desc
limit $3::integer
