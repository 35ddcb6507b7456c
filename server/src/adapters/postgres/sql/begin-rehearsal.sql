-- Begins a rehearsal. $1 its id, $2 the event it is a copy of, $3 who begins it, $4 now, $5 its options.
-- One row; none when another one runs.
insert into rehearsal (rehearsal_id, of_event, started_by, started_at, seen_at, options)
values ($1, $2, $3, $4, $4, $5::jsonb)
on conflict do nothing
returning rehearsal_id
