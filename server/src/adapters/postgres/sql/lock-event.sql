-- Locks an event until the end of the transaction, so that no append of another instance comes in between.
-- $1 event_id. One row, or none when there is no such event.
select 1 as locked from event where event_id = $1 for no key update
