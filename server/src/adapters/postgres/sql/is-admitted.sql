-- Whether somebody has come in on a reservation, or on one that it was handed on from or to, and that was no mistake: it
-- is the same places. $1 event_id, $2 the reservation's sequence.
with recursive
family as (
  select first.sequence, first.successor
  from reservation as asked, reservation as first
  where
    asked.event_id = $1
    and asked.sequence = $2::bigint
    and first.event_id = $1
    and first.sequence = coalesce(asked.origin, asked.sequence)
  union all
  select next.sequence, next.successor
  from family, reservation as next
  where next.event_id = $1 and next.sequence = family.successor
),
scans as (
  select scan_id, undoes
  from entry
  where event_id = $1 and reservation = any(array(select sequence from family) || $2::bigint)
)
select
  exists (
    select
    from scans
    where undoes is null and not exists (select from scans as undo where undo.undoes = scans.scan_id)
  ) as is_admitted
