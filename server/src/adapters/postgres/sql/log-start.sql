-- Where the kept and chained part of an event's log begins: the position before its first change.
-- $1 event_id. One row, or none when there is no such event.
--
-- Changes older than the chain have no hash; the last of them has the one that the next follows (0002_positions.sql).
select
  pruned_to::float8 as sequence,
  epoch,
  encode(
    case
      when pruned_to = 0 then sha256(convert_to(epoch || ':' || event_id, 'UTF8'))
      when pruned_to = sequence then head
      else (select hash from change where change.event_id = $1 and change.sequence = pruned_to)
    end,
    'hex'
  ) as head
from event
where event_id = $1
