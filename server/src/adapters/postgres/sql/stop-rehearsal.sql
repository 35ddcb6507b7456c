-- Asks a rehearsal to stop. $1 its id, $2 the event it is a copy of. One row when there is such a one that runs.
update rehearsal set stop_asked = true
where rehearsal_id = $1 and of_event = $2 and ended_at is null
returning rehearsal_id
