-- Ends rehearsals whose server has gone, and drops all but the last ones. $1 now, $2 seen before this: gone, $3 why,
-- $4 how many are kept.
with
gone as (
  update rehearsal set ended_at = $1, failure = $3
  where ended_at is null and seen_at < $2
)
delete from rehearsal
where rehearsal_id in (
  select rehearsal_id from rehearsal
  where ended_at is not null
  order by started_at desc
  offset $4::integer
)
