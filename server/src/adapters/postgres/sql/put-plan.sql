-- Keeps a plan; one that is known already is left as it is, because plans are named by their contents.
-- $1 plan_id, $2 name, $3 seat_count, $4 document, $5 summary. One row when it was not known, else none.
insert into plan (plan_id, name, seat_count, document, summary)
values ($1, $2, $3::integer, $4, $5::jsonb)
on conflict (plan_id) do nothing
returning plan_id
