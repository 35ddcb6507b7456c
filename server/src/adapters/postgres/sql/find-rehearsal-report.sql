-- The report of a rehearsal. $1 its id, $2 the event it is a copy of.
select report from rehearsal
where rehearsal_id = $1 and of_event = $2 and report is not null
