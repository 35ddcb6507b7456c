-- Counts an event's available seats and writes the count down. The event is locked before, in a statement of its own,
-- so that no append is overtaken.
-- $1 event_id. No row.
update event
set available_count = (
  select count(*) from seat where seat.event_id = $1 and seat.state = 'available'
)
where event.event_id = $1
