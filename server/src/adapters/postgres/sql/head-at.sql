-- The hash of one change of an event's log, by which the history up to it can be told from any other.
-- $1 event_id, $2 sequence. One row, or none when the log has no such change (any more).
select encode(hash, 'hex') as head
from change
where event_id = $1 and sequence = $2::bigint
