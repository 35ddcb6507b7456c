-- Says that a rehearsal runs and how it stands. $1 its id, $2 now, $3 how it stands.
-- One row: whether it has been asked to stop; none when it was given up.
update rehearsal set seen_at = $2, progress = $3::jsonb
where rehearsal_id = $1 and ended_at is null
returning stop_asked
