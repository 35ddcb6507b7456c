-- Ends a rehearsal. $1 its id, $2 now, $3 what came of it or null, $4 why there is nothing or null, $5 the report or null.
update rehearsal set ended_at = $2, outcome = $3::jsonb, failure = $4, report = $5
where rehearsal_id = $1
